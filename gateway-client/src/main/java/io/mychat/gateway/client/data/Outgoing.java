package io.mychat.gateway.client.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that waits to be stored by the gateway.
 *
 * @param clientMsgId by it the gateway recognises a repetition; 1 to 64 characters
 * @since 0.1.0
 */
public record Outgoing(String clientMsgId, String toUser, String content) {

    /** Reads what {@link #toJson} has written. */
    public static Outgoing of(JsonObject json) {
        return new Outgoing(json.text("client_msg_id", ""), json.text("to_user", ""), json.text("content", ""));
    }

    /** As it is on the wire. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_msg_id", clientMsgId);
        json.put("to_user", toUser);
        json.put("content", content);
        return json;
    }
}
