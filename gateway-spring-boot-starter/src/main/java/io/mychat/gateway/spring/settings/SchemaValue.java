package io.mychat.gateway.spring.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form that a schema gives to a value of properties, where everything is a text, a list is a map of numbers, and keys
 * have dashes.
 *
 * @param key the last part of the key, which may end with a unit
 * @param schema null: there is none, and texts that look like a number or a flag are such
 */
record SchemaValue(String key, @Nullable Map<?, ?> schema) {

    /** A part of a schema that is an object; null: it is absent or anything else. */
    static @Nullable Map<?, ?> object(@Nullable Object part) {
        return part instanceof Map<?, ?> object ? object : null;
    }

    private @Nullable Object part(String keyword) {
        return schema == null ? null : schema.get(keyword);
    }

    /** The schemas of the keys of an object, by key; empty when the schema names none. */
    Map<?, ?> properties() {
        return part("properties") instanceof Map<?, ?> properties ? properties : Map.of();
    }

    boolean isObject() {
        return is("object") && !is("array");
    }

    boolean isList() {
        return is("array");
    }

    /** Whether a list has objects. */
    boolean hasObjects() {
        return !items().properties().isEmpty();
    }

    private SchemaValue items() {
        return new SchemaValue(key, object(part("items")));
    }

    private boolean is(String type) {
        Object types = part("type");
        return types instanceof Collection<?> several ? several.contains(type) : type.equals(types);
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
        boolean free = schema == null;
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
        SchemaValue element = items();
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
            Map<?, ?> inner = object(properties().get(name));
            SchemaValue form = new SchemaValue(name, inner == null ? additional() : inner);
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
        return schema != null && !isObject() && !isList() && properties().isEmpty();
    }

    private @Nullable Map<?, ?> additional() {
        return object(part("additionalProperties"));
    }

    /** The name in the schema; a name that it does not have is free. */
    private String nameOf(String written) {
        String uniform = PropertyName.uniform(written);
        for (Object property : properties().keySet()) {
            String name = property.toString();
            if (PropertyName.uniform(name).equals(uniform)) {
                return name;
            }
        }
        boolean isFree = schema == null || additional() != null;
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
