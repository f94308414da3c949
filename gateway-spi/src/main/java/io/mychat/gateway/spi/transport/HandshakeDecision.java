package io.mychat.gateway.spi.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a handshake.
 *
 * @since 0.1.0
 */
public sealed interface HandshakeDecision {

    /**
     * The handshake is accepted.
     *
     * @param subprotocol one of the client's subprotocols, or null for none
     */
    record Accept(@Nullable String subprotocol) implements HandshakeDecision {}

    /**
     * The handshake is answered with an HTTP error, and the connection closes.
     *
     * @param status 403, 429 or 503
     * @param body the JSON body
     * @param retryAfter sent as {@code Retry-After} in whole seconds, rounded up; null: none
     */
    record Refuse(int status, String body, @Nullable Duration retryAfter) implements HandshakeDecision {}
}
