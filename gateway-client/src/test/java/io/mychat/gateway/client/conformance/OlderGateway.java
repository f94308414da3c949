package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what is said with a gateway into what is said with one of an older version: without resume, epochs, devices and new notices. */
final class OlderGateway {

    private static final Set<Long> LOGINS = Set.of(1001L, 1002L);
    private static final Set<Long> UNKNOWN_COMMANDS = Set.of(1004L, 1005L);
    private static final Set<Long> UNKNOWN_NOTICES = Set.of(4004L, 4005L, 4006L);
    private static final Set<String> UNKNOWN_KEYS = Set.of("resume", "epoch", "gap");

    private final JacksonJson json = new JacksonJson();

    /** What the older gateway understands of a frame of the client. */
    String fromClient(String text) {
        Map<Object, Object> frame = copy(json.read(text));
        Map<Object, Object> data = copy(frame.get("data"));
        if (!LOGINS.contains(((Number) frame.get("cmd_id")).longValue()) || data.remove("resume") == null) {
            return text;
        }
        frame.put("data", data);
        return json.write(frame);
    }

    /** What the older gateway says instead; null: nothing. */
    @Nullable
    String fromServer(String text) {
        Map<Object, Object> frame = copy(json.read(text));
        long cmdId = ((Number) frame.get("cmd_id")).longValue();
        if (UNKNOWN_NOTICES.contains(cmdId)) {
            return null;
        }
        if (UNKNOWN_COMMANDS.contains(cmdId)) {
            frame.put("code", 404);
            frame.put("message", "Not Found");
            frame.put("data", "{\"error\":\"unknown_command\",\"detail\":\"There is no such command.\"}");
            return json.write(frame);
        }
        Map<Object, Object> data = copy(json.read(JsonObject.of(frame).text("data", "{}")));
        if (data.keySet().removeAll(UNKNOWN_KEYS)) {
            frame.put("data", json.write(data));
        }
        return json.write(frame);
    }

    private static Map<Object, Object> copy(@Nullable Object map) {
        return new LinkedHashMap<>(JsonObject.of(map).fields());
    }
}
