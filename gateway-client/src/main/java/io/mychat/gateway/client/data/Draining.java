package io.mychat.gateway.client.data;

import java.util.List;

/**
 * The gateway leaves this connection (4005).
 *
 * @param reconnectAfterMs when it wants the client back, in milliseconds
 * @param redirect addresses of other nodes, the preferred one first
 * @since 0.1.0
 */
public record Draining(long reconnectAfterMs, List<String> redirect) {

    public Draining {
        redirect = List.copyOf(redirect);
    }

    /** Reads 4005. */
    public static Draining of(JsonObject json) {
        return new Draining(Math.max(0, json.number("reconnect_after_ms", 0)), json.texts("redirect"));
    }
}
