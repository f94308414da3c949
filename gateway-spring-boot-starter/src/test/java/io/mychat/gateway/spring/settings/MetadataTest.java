package io.mychat.gateway.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What editors know of the properties is what the schema of the configuration says. With {@code -Dupdate.docs=true} the
 * file is written again.
 */
class MetadataTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FILE =
            Path.of("../gateway-spring-boot-starter/src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final Path OWN = Path.of("../gateway-spring-boot-starter/src/test/resources/own-properties.json");

    private final ObjectNode metadata = JSON.createObjectNode();
    private final ArrayNode properties = metadata.putArray("properties");
    private final ArrayNode hints = metadata.putArray("hints");

    @Test
    void editorsKnowEveryKeyOfTheConfiguration() throws IOException {
        properties.addAll((ArrayNode) JSON.readTree(OWN.toFile()));
        for (ConfigFile file : ConfigFile.values()) {
            JsonNode schema = JSON.readTree(Path.of("../docs/schema")
                    .resolve(file.fileName().replace(".json", ".schema.json"))
                    .toFile());
            schema.path("properties").properties().forEach(section -> {
                if (!section.getKey().startsWith("$")) {
                    visit(section.getKey(), section.getValue());
                }
            });
        }
        String text = metadata.toPrettyString() + "\n";
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(FILE, text);
        }

        assertThat(properties.size()).isGreaterThan(200);
        assertThat(keys(JSON.readTree(FILE.toFile())))
                .as("%s has the keys of the schema; run this test with -Dupdate.docs=true", FILE)
                .isEqualTo(keys(metadata));
    }

    /** Without the texts for people, which need not stop a build; they are written with the keys. */
    private static JsonNode keys(JsonNode metadata) {
        JsonNode copy = metadata.deepCopy();
        copy.path("properties").forEach(property -> ((ObjectNode) property).remove("description"));
        return copy;
    }

    private void visit(String key, JsonNode schema) {
        if (schema.path("properties").size() > 0) {
            schema.path("properties")
                    .properties()
                    .forEach(inner -> visit(key + "." + inner.getKey(), inner.getValue()));
            return;
        }
        String name = PropertyName.of(key);
        assertThat(ConfigurationPropertyName.isValid(name)).as(name).isTrue();
        ObjectNode property = properties.addObject();
        property.put("name", name);
        property.put("type", type(new SchemaValue(key, JSON.convertValue(schema, Map.class))));
        property.put("description", schema.path("description").asText());
        if (schema.has("default") && !schema.path("default").isNull()) {
            property.set("defaultValue", schema.get("default"));
        }
        JsonNode words = schema.has("enum") ? schema.get("enum") : schema.at("/anyOf/0/enum");
        if (words.isArray()) {
            ArrayNode values = hints.addObject().put("name", name).putArray("values");
            words.forEach(word -> values.addObject().set("value", word));
        }
    }

    private static String type(SchemaValue form) {
        if (form.isObject()) {
            return "java.util.Map<java.lang.String,java.lang.Object>";
        }
        if (form.isList()) {
            return form.hasObjects()
                    ? "java.util.List<java.util.Map<java.lang.String,java.lang.Object>>"
                    : "java.util.List<java.lang.String>";
        }
        String types = String.valueOf(Objects.requireNonNull(form.schema()).get("type"));
        return types.contains("integer")
                ? "java.lang.Long"
                : types.contains("boolean") ? "java.lang.Boolean" : "java.lang.String";
    }
}
