package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record from a section. Each component takes the value of the key with its name ({@code maxPerInbox}: {@code
 * max_per_inbox}); the key of a duration also has a unit ({@code taskTimeout}: {@code task_timeout_ms}). A component
 * that is a record takes the keys of the same section. The schema has the bounds, words and defaults.
 */
final class RecordReader {

    private static final List<String> UNITS = List.of("_ms", "_seconds", "_hours", "_days");
    /** No references to methods, as in {@link KeyReader#addresses}. */
    private static final Map<Class<?>, Function<String, ?>> ELEMENTS = Map.<Class<?>, Function<String, ?>>of(
            AddressRange.class,
            text -> AddressRange.parse(text),
            Origin.class,
            text -> Origin.parse(text),
            String.class,
            Function.identity());

    private final JsonConfigSection section;

    private RecordReader(JsonConfigSection section) {
        this.section = section;
    }

    static <R extends Record> R read(Class<R> type, JsonConfigSection section) {
        return read(type, section, Map.of());
    }

    /**
     * @param given the values of the components that are read in another way, by the component's name
     */
    static <R extends Record> R read(Class<R> type, JsonConfigSection section, Map<String, ?> given) {
        RecordReader reader = new RecordReader(section);
        RecordComponent[] components = type.getRecordComponents();
        Set<String> unused = new HashSet<>(given.keySet());
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Object value = given.get(components[i].getName());
            unused.remove(components[i].getName());
            values[i] = value == null
                    ? reader.value(snakeCase(components[i].getName()), components[i].getGenericType())
                    : value;
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no component " + unused);
        }
        return create(type, components, values);
    }

    private static <R extends Record> R create(Class<R> type, RecordComponent[] components, Object[] values) {
        try {
            Record made = RecordMaker.make(type, values);
            if (made != null) {
                return type.cast(made);
            }
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = components[i].getType();
            }
            Constructor<R> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException(type + " cannot be made of its section", e);
        }
    }

    private Object value(String key, Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class ? optional(key, element) : elements(key, generic, element);
        }
        return value(key, (Class<?>) type);
    }

    private Object value(String key, Class<?> type) {
        if (type == int.class) {
            return section.integer(key);
        }
        if (type == long.class || type == Long.class) {
            return section.number(key);
        }
        if (type == boolean.class || type == Boolean.class) {
            return section.flag(key);
        }
        if (type == String.class) {
            return section.text(key).orElse("");
        }
        if (type == Duration.class) {
            return section.duration(withUnit(key));
        }
        if (type == OptionalLong.class) {
            return section.has(key) ? OptionalLong.of(section.number(key)) : OptionalLong.empty();
        }
        if (type.isEnum()) {
            return KeyReader.word(section, key, type);
        }
        return read(type.asSubclass(Record.class), section);
    }

    private Optional<?> optional(String key, Class<?> type) {
        if (type == String.class) {
            return section.text(key);
        }
        if (type == Path.class) {
            return KeyReader.path(section, key);
        }
        if (type.isEnum()) {
            return KeyReader.writtenWord(section, key, type);
        }
        boolean isWritten = section.has(type == Duration.class ? withUnit(key) : key);
        return isWritten ? Optional.of(value(key, type)) : Optional.empty();
    }

    private Object elements(String key, ParameterizedType collection, Class<?> element) {
        @Nullable Function<String, ?> parser = ELEMENTS.get(element);
        if (parser == null) {
            throw new IllegalArgumentException("no parser for " + collection);
        }
        var list = KeyReader.list(section, key, parser);
        return collection.getRawType() == Set.class ? new HashSet<>(list) : list;
    }

    /** The key of a duration, with the unit with which the schema declares it. */
    private String withUnit(String key) {
        for (String unit : UNITS) {
            if (section.schema(key + unit).isDeclared()) {
                return key + unit;
            }
        }
        throw new IllegalStateException("the schema declares no duration " + key);
    }

    private static String snakeCase(String name) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            key.append(Character.isUpperCase(c) ? "_" : "").append(Character.toLowerCase(c));
        }
        return key.toString();
    }
}
