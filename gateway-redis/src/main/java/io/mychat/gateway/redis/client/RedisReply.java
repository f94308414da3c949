package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of Redis to one command of a batch, or the failure.
 *
 * @param value a {@code String}, {@code Long}, {@code List} of such, or null for nil
 * @param failure null when there is an answer
 */
public record RedisReply(@Nullable Object value, @Nullable StoreUnavailableException failure) {

    static RedisReply of(@Nullable Object value) {
        return new RedisReply(value, null);
    }

    static RedisReply failed(StoreUnavailableException failure) {
        return new RedisReply(null, failure);
    }

    public boolean isFailed() {
        return failure != null;
    }

    /** The answer; throws when there is none. */
    public @Nullable Object get() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /** The answer as text; empty for nil. */
    public String text() {
        return text(get());
    }

    /** The answer as a number; 0 for nil. */
    public long number() {
        return number(get());
    }

    /** The answer as a list; empty for nil. */
    public List<@Nullable Object> list() {
        return list(get());
    }

    public static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** @throws StoreUnavailableException when it is none */
    public static long number(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        String text = text(value);
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new StoreUnavailableException("Redis answered something else than a number", e);
        }
    }

    /** @throws StoreUnavailableException when it is none */
    public static List<@Nullable Object> list(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> objects = (List<@Nullable Object>) list;
            return objects;
        }
        throw new StoreUnavailableException("Redis answered something else than a list");
    }

    /** A list's elements as texts; nil elements become empty ones. */
    public static List<String> texts(@Nullable Object value) {
        List<@Nullable Object> list = list(value);
        String[] texts = new String[list.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(list.get(i));
        }
        return List.of(texts);
    }
}
