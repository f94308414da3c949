package io.mychat.gateway.core.push;

import io.mychat.gateway.core.codec.Json;
import java.nio.charset.StandardCharsets;

/**
 * Checks the {@code data} of pushes where they are made: its length in Java and over HTTP, and in Java also that it is
 * JSON, because a client could not say what is wrong. Thread-safe.
 */
public final class PushData {

    private final Json json;
    private final int maxBytes;

    /** @param maxBytes the longest data, in bytes of UTF-8, the same as for clients */
    public PushData(Json json, int maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
    }

    /** The longest data, in bytes of UTF-8. */
    public int maxBytes() {
        return maxBytes;
    }

    public boolean isTooLong(String data) {
        return data.getBytes(StandardCharsets.UTF_8).length > maxBytes;
    }

    /**
     * Returns the data.
     *
     * @throws IllegalArgumentException when it is not JSON, or too long
     */
    public String checked(String data) {
        if (isTooLong(data)) {
            throw new IllegalArgumentException("data has " + data.getBytes(StandardCharsets.UTF_8).length
                    + " bytes, and a message may have " + maxBytes + " (server.max_message_bytes)");
        }
        if (!json.isJson(data)) {
            throw new IllegalArgumentException("data is not JSON: a text needs quotes around it");
        }
        return data;
    }
}
