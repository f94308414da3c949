package io.mychat.gateway.standalone;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The descriptions of the configuration's keys in another language, by the English ones of the schemas: whoever changes one
 * of those makes its translation unknown, so that none is out of date unnoticed.
 */
record Translation(Map<String, String> texts) {

    static Translation read(Path file) throws IOException {
        return new Translation(JsonMapper.builder()
                .build()
                .readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {}));
    }

    String of(String description) {
        return texts.getOrDefault(description, "");
    }

    /** The same with these descriptions in this order; the translation of one that is new is empty. */
    Translation of(List<String> descriptions) {
        Map<String, String> wanted = new LinkedHashMap<>();
        descriptions.forEach(description -> wanted.put(description, of(description)));
        return new Translation(wanted);
    }

    void write(Path file) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        Files.writeString(file, JsonMapper.builder().build().writer(printer).writeValueAsString(texts) + "\n");
    }
}
