package io.mychat.gateway.spring.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The form that a schema gives to a value of properties, where everything is a text, a list is a map of numbers, and keys
 * have dashes.
 *
 * @param key the last part of the key, which may end with a unit
 * @param schema may be missing: then texts that look like a number or a flag are such
 */
record SchemaValue(String key, JsonNode schema) {

    boolean isObject() {
        return is("object") && !is("array");
    }

    boolean isList() {
        return is("array");
    }

    /** Whether a list has objects. */
    boolean hasObjects() {
        return schema.path("items").path("properties").size() > 0;
    }

    private boolean is(String type) {
        JsonNode types = schema.path("type");
        for (JsonNode one : types) {
            if (one.asText().equals(type)) {
                return true;
            }
        }
        return types.asText().equals(type);
    }

    /** The value in the form of the schema; unchanged where it cannot have it, so that the gateway reports it. */
    Object convert(Object value) {
        if (value instanceof Map<?, ?> entries) {
            return isList() ? list(sorted(entries)) : object(entries);
        }
        if (value instanceof Collection<?> elements) {
            return list(elements);
        }
        if (isList() && value instanceof String text) {
            return Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        return scalar(value);
    }

    private Object scalar(Object value) {
        String text = value.toString().strip();
        boolean free = schema.isMissingNode();
        if (is("boolean") || free) {
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
        }
        if (is("integer") || free) {
            return UnitText.number(key, text).map(Object.class::cast).orElseGet(value::toString);
        }
        return value.toString();
    }

    private List<Object> list(Collection<?> elements) {
        SchemaValue element = new SchemaValue(key, schema.path("items"));
        return elements.stream().map(element::convert).toList();
    }

    private static List<Object> sorted(Map<?, ?> entries) {
        List<Map.Entry<?, ?>> byIndex = new ArrayList<>(entries.entrySet());
        byIndex.sort(Comparator.comparingInt(entry -> index(entry.getKey())));
        return byIndex.stream().<Object>map(Map.Entry::getValue).toList();
    }

    private static int index(Object key) {
        try {
            return Integer.parseInt(key.toString());
        } catch (NumberFormatException e) { // no list at all; the gateway reports what is inside
            return Integer.MAX_VALUE;
        }
    }

    private Map<String, Object> object(Map<?, ?> entries) {
        Map<String, Object> object = new LinkedHashMap<>();
        entries.forEach((written, value) -> {
            String name = nameOf(written.toString());
            JsonNode inner = schema.path("properties").path(name);
            SchemaValue form = new SchemaValue(name, inner.isMissingNode() ? additional() : inner);
            if (value instanceof Map<?, ?> deeper && form.isScalar()) {
                // A free name with dots, such as that of a logger.
                flatten(name, deeper).forEach((dotted, text) -> object.put(dotted, form.convert(text)));
            } else {
                object.put(name, form.convert(value));
            }
        });
        return object;
    }

    private boolean isScalar() {
        return !schema.isMissingNode()
                && !isObject()
                && !isList()
                && schema.path("properties").isEmpty();
    }

    private JsonNode additional() {
        JsonNode additional = schema.path("additionalProperties");
        return additional.isObject() ? additional : MissingNode.getInstance();
    }

    /** The name in the schema; a name that it does not have is free. */
    private String nameOf(String written) {
        String uniform = PropertyName.uniform(written);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (PropertyName.uniform(property.getKey()).equals(uniform)) {
                return property.getKey();
            }
        }
        boolean isFree = schema.isMissingNode() || additional().isObject();
        return isFree ? written : written.replace('-', '_');
    }

    private static Map<String, Object> flatten(String name, Map<?, ?> deeper) {
        Map<String, Object> flat = new LinkedHashMap<>();
        deeper.forEach((inner, value) -> {
            if (value instanceof Map<?, ?> more) {
                flat.putAll(flatten(name + "." + inner, more));
            } else {
                flat.put(name + "." + inner, value);
            }
        });
        return flat;
    }
}
