package io.mychat.gateway.client.port;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON. Values are {@code Map<String, ?>}, {@code List<?>}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} and null;
 * maps keep their order. Any thread may call it.
 *
 * @since 0.1.0
 */
public interface Json {

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is not JSON, or is nested too deeply
     */
    @Nullable
    Object read(String text);

    /**
     * Writes one value. Any {@code Number} is a number.
     *
     * @throws IllegalArgumentException if the value has other types than those above
     */
    String write(@Nullable Object value);
}
