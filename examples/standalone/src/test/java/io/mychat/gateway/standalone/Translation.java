package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The descriptions of the configuration's keys in another language, by the English ones of the schemas: whoever changes one
 * of those makes its translation unknown, so that none is out of date unnoticed.
 */
record Translation(Map<String, String> texts) {

    static Translation read(Path file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonMapper.builder()
                .build()
                .readTree(file.toFile())
                .properties()
                .forEach(pair -> texts.put(pair.getKey(), pair.getValue().textValue()));
        return new Translation(texts);
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
        String pairs = texts.entrySet().stream()
                .map(pair -> "  " + quoted(pair.getKey()) + ": " + quoted(pair.getValue()))
                .collect(Collectors.joining(",\n"));
        Files.writeString(file, "{\n" + pairs + "\n}\n");
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
