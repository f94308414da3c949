package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.spi.ModuleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/** The keys of one file's schema, with every module of the standalone program. */
final class SchemaKeys {

    private final List<Key> keys = new ArrayList<>();

    /**
     * A key that has a value of its own.
     *
     * @param path dotted; {@code <name>} for keys that are data, {@code []} for elements of lists
     */
    record Key(String path, JsonNode schema) {

        boolean isLive() {
            return schema.path("x-reload").asText().equals("live");
        }

        boolean isSecret() {
            return schema.path("writeOnly").asBoolean();
        }

        boolean isNumber() {
            return hasType("integer");
        }

        boolean isFlag() {
            return hasType("boolean");
        }

        boolean isList() {
            return hasType("array");
        }

        List<String> words() {
            return StreamSupport.stream(schema.at("/anyOf/0/enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }

        private boolean hasType(String type) {
            JsonNode types = schema.path("type");
            return types.asText().equals(type)
                    || StreamSupport.stream(types.spliterator(), false)
                            .anyMatch(one -> one.asText().equals(type));
        }

        String description() {
            return schema.path("description").asText();
        }

        /** The bounds of a number, or empty. */
        Optional<String> bounds(String between) {
            return isNumber()
                    ? Optional.of(schema.path("minimum").asText()
                            + between
                            + schema.path("maximum").asText())
                    : Optional.empty();
        }
    }

    private SchemaKeys(JsonNode root) {
        collect("", root);
    }

    static List<Key> of(ConfigFile file) {
        return new SchemaKeys(schema(file)).keys;
    }

    static List<ModuleProvider> modules() {
        return ServiceLoader.load(ModuleProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static JsonNode schema(ConfigFile file) {
        try {
            return new JsonMapper().readTree(file.schema(modules()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(String path, JsonNode schema) {
        JsonNode more = schema.path("additionalProperties");
        JsonNode element = objectOf(schema.path("items"));
        if (schema.has("properties")) {
            schema.get("properties").properties().stream()
                    .filter(entry -> !entry.getKey().startsWith("$"))
                    .forEach(entry -> collect(join(path, entry.getKey()), entry.getValue()));
        } else if (more.isObject()) {
            collect(join(path, "<name>"), withKeywordsOf(schema, more));
        } else if (element.has("properties")) {
            collect(path + "[]", element);
        } else {
            keys.add(new Key(path, schema));
        }
    }

    /** What a map says of itself holds for its values, unless they say it themselves. */
    private static JsonNode withKeywordsOf(JsonNode map, JsonNode value) {
        ObjectNode merged = value.deepCopy();
        for (String keyword : List.of("description", "x-reload", "writeOnly")) {
            if (map.has(keyword) && !merged.has(keyword)) {
                merged.set(keyword, map.get(keyword));
            }
        }
        return merged;
    }

    private static JsonNode objectOf(JsonNode items) {
        for (JsonNode variant : items.path("anyOf")) {
            if (variant.has("properties")) {
                return variant;
            }
        }
        return items;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A document that holds one value at a dotted path. */
    static ObjectNode document(String path, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode here = root;
        String[] steps = path.split("\\.", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            here = here.putObject(steps[i]);
        }
        here.set(steps[steps.length - 1], value);
        return root;
    }
}
