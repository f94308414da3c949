package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigFile;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of the host program as JSON: dotted paths become nested objects. A path that begins with
 * {@code platforms}, {@code routes}, {@code services} or {@code load_balancing} belongs to the file of that key.
 */
public final class SettingsTree {

    /** The file in faults about values of the program. */
    public static final String LABEL = "settings";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<ConfigFile, ObjectNode> trees = new EnumMap<>(ConfigFile.class);

    private SettingsTree() {
        for (ConfigFile file : ConfigFile.values()) {
            trees.put(file, JSON.objectNode());
        }
    }

    /** Values may be texts, numbers, booleans, paths, enum constants, collections and maps of them. */
    public static SettingsTree of(Map<String, ?> settings, FaultCollector faultCollector) {
        SettingsTree tree = new SettingsTree();
        // Sorted by path, so that the same mistake always gives the same fault.
        new TreeMap<>(settings).forEach((path, value) -> {
            if (!tree.put(path.split("\\.", -1), value)) {
                faultCollector.add(
                        LABEL,
                        JsonPath.ROOT + "." + JsonPath.printable(path),
                        "cannot have this value, or is set twice");
            }
        });
        return tree;
    }

    public ObjectNode of(ConfigFile file) {
        return Objects.requireNonNull(trees.get(file));
    }

    private boolean put(String[] keys, Object value) {
        Optional<JsonNode> json = json(value);
        ObjectNode parent = of(ConfigFile.of(keys[0]));
        for (int i = 0; i < keys.length - 1; i++) {
            JsonNode child = parent.get(keys[i]);
            if (child != null && !child.isObject()) {
                return false;
            }
            parent = child instanceof ObjectNode object ? object : parent.putObject(keys[i]);
        }
        String last = keys[keys.length - 1];
        if (json.isEmpty() || last.isEmpty()) {
            return false;
        }
        if (parent.get(last) instanceof ObjectNode present && json.get() instanceof ObjectNode more) {
            return present.properties().stream().noneMatch(e -> more.has(e.getKey())) && present.setAll(more) != null;
        }
        return parent.putIfAbsent(last, json.get()) == null;
    }

    private static Optional<JsonNode> json(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return Optional.of(JSON.numberNode(((Number) value).longValue()));
        }
        if (value instanceof BigInteger number) {
            return Optional.of(JSON.numberNode(number));
        }
        if (value instanceof Boolean flag) {
            return Optional.of(JSON.booleanNode(flag));
        }
        if (value instanceof CharSequence || value instanceof Path) {
            return Optional.of(JSON.textNode(value.toString()));
        }
        if (value instanceof Collection<?> elements) {
            return array(elements);
        }
        return value instanceof Map<?, ?> entries ? object(entries) : Optional.empty();
    }

    private static Optional<JsonNode> array(Collection<?> elements) {
        ArrayNode array = JSON.arrayNode();
        for (Object element : elements) {
            Optional<JsonNode> json = json(element);
            if (json.isEmpty()) {
                return Optional.empty();
            }
            array.add(json.get());
        }
        return Optional.of(array);
    }

    private static Optional<JsonNode> object(Map<?, ?> entries) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            Optional<JsonNode> json = entry.getKey() instanceof String ? json(entry.getValue()) : Optional.empty();
            if (json.isEmpty()) {
                return Optional.empty();
            }
            object.set((String) entry.getKey(), json.get());
        }
        return Optional.of(object);
    }
}
