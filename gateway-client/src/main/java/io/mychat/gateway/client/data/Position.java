package io.mychat.gateway.client.data;

import java.util.Map;

/**
 * A point of the user's inbox: everything up to it has been delivered.
 *
 * @param epoch changes when the gateway's store has lost data; empty where the gateway is too old to tell
 * @param lastSeq the number of the last message
 * @since 0.1.0
 */
public record Position(String epoch, long lastSeq) {

    /** Reads {@code {"epoch", "last_seq"}}. */
    public static Position of(JsonObject json) {
        return new Position(json.text("epoch", ""), json.number("last_seq", 0));
    }

    /** Whether a gateway knows what to do with it. */
    public boolean isKnown() {
        return !epoch.isEmpty();
    }

    /** As it is on the wire. */
    public Map<String, Object> toJson() {
        return Map.of("epoch", epoch, "last_seq", lastSeq);
    }
}
