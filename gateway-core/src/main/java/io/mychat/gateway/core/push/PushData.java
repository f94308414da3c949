package io.mychat.gateway.core.host;

import io.mychat.gateway.core.codec.Json;
import java.nio.charset.StandardCharsets;

/** Checks the {@code data} of pushes where the host makes them, because a client could not say what is wrong. */
public final class PushData {

    private final Json json;
    private final int maxBytes;

    /** @param maxBytes the longest data, in bytes of UTF-8, the same as for clients */
    public PushData(Json json, int maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the data.
     *
     * @throws IllegalArgumentException when it is not JSON, or too long
     */
    String checked(String data) {
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    "data has " + bytes + " bytes, and a message may have " + maxBytes + " (server.max_message_bytes)");
        }
        if (!json.isJson(data)) {
            throw new IllegalArgumentException("data is not JSON: a text needs quotes around it");
        }
        return data;
    }
}
