package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.port.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A text frame of the server.
 *
 * @param code empty in what is no reply
 * @param requestId of the request that it answers
 */
record Frame(
        long cmdId,
        OptionalLong code,
        @Nullable String requestId,
        @Nullable Object data) {

    /** Reads a frame; null where it is none. */
    static @Nullable Frame read(Json json, String text) {
        try {
            JsonObject frame = JsonObject.of(json.read(text));
            OptionalLong cmdId = frame.number("cmd_id");
            return cmdId.isEmpty()
                    ? null
                    : new Frame(cmdId.getAsLong(), frame.number("code"), frame.text("request_id"), data(json, frame));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Text that is not JSON stays text. */
    private static @Nullable Object data(Json json, JsonObject frame) {
        String text = frame.text("data");
        if (text == null) {
            return frame.fields().containsKey("data") ? frame.fields().get("data") : Map.of();
        }
        try {
            return json.read(text);
        } catch (IllegalArgumentException noJson) {
            return text;
        }
    }

    JsonObject fields() {
        return JsonObject.of(data);
    }

    /** A command to the server. */
    record Request(long cmdId, @Nullable String platform, Map<String, ?> data) {

        Request(long cmdId, Map<String, ?> data) {
            this(cmdId, null, data);
        }

        /** As it is on the wire. */
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("cmd_id", cmdId);
            if (platform != null) {
                json.put("platform", platform);
            }
            json.put("data", data);
            return json;
        }

        Map<String, Object> numbered(String id) {
            Map<String, Object> json = toJson();
            json.put("request_id", id);
            return json;
        }
    }
}
