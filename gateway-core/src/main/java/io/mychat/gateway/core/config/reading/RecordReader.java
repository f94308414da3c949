package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a section. Each component has the value of the key with its name ({@code maxPerInbox}:
 * {@code max_per_inbox}), a duration of the key with a unit behind it ({@code taskTimeout}: {@code task_timeout_ms}),
 * and a record the keys of the same section. Bounds, words and defaults are those of the schema.
 */
final class RecordReader {

    private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();
    private static final Map<Class<?>, Function<String, ?>> ELEMENTS =
            Map.<Class<?>, Function<String, ?>>of(AddressRange.class, AddressRange::parse, Origin.class, Origin::parse);

    static {
        UNITS.put("_ms", ChronoUnit.MILLIS);
        UNITS.put("_seconds", ChronoUnit.SECONDS);
        UNITS.put("_hours", ChronoUnit.HOURS);
        UNITS.put("_days", ChronoUnit.DAYS);
    }

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
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
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
            return KeyReader.integer(section, key);
        }
        if (type == long.class) {
            return KeyReader.number(section, key);
        }
        if (type == boolean.class || type == Boolean.class) {
            return KeyReader.flag(section, key);
        }
        if (type == String.class) {
            return KeyReader.text(section, key);
        }
        if (type == Duration.class) {
            return duration(key);
        }
        if (type == OptionalLong.class) {
            return section.has(key) ? OptionalLong.of(KeyReader.number(section, key)) : OptionalLong.empty();
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
        boolean isWritten =
                section.has(type == Duration.class ? key + unitOf(key).getKey() : key);
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

    private Duration duration(String key) {
        Map.Entry<String, ChronoUnit> unit = unitOf(key);
        // Not Duration.of: it refuses days, which are exact here.
        return unit.getValue().getDuration().multipliedBy(KeyReader.number(section, key + unit.getKey()));
    }

    /** The unit with which the schema declares the key of a duration. */
    private Map.Entry<String, ChronoUnit> unitOf(String key) {
        return UNITS.entrySet().stream()
                .filter(unit -> section.schema(key + unit.getKey()).isDeclared())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the schema declares no duration " + key));
    }

    private static String snakeCase(String name) {
        StringBuilder key = new StringBuilder();
        name.chars()
                .forEach(
                        c -> key.append(Character.isUpperCase(c) ? "_" : "").appendCodePoint(Character.toLowerCase(c)));
        return key.toString();
    }
}
