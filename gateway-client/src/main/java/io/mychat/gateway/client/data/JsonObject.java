package io.mychat.gateway.client.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object to read: what is absent or of another type is the default, since a gateway of another version may say more or less.
 *
 * @param fields as {@link io.mychat.gateway.client.port.Json} reads them
 * @since 0.1.0
 */
public record JsonObject(Map<?, ?> fields) {

    /** An object without fields. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    /** The value as an object; an empty one where it is none. */
    public static JsonObject of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new JsonObject(map) : EMPTY;
    }

    public @Nullable String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    public String text(String name, String absent) {
        return fields.get(name) instanceof String text ? text : absent;
    }

    public OptionalLong number(String name) {
        return fields.get(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    public long number(String name, long absent) {
        return number(name).orElse(absent);
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** The object of this name; an empty one where there is none. */
    public JsonObject object(String name) {
        return of(fields.get(name));
    }

    /** The objects of the list of this name, without what is none. */
    public List<JsonObject> objects(String name) {
        return list(name).stream()
                .filter(Map.class::isInstance)
                .map(JsonObject::of)
                .toList();
    }

    /** The texts of the list of this name, without what is none. */
    public List<String> texts(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private List<?> list(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().filter(Objects::nonNull).toList()
                : List.of();
    }
}
