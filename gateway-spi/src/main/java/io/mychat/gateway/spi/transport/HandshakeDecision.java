package io.mychat.gateway.spi.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a handshake. */
public sealed interface HandshakeDecision {

    /**
     * Switch protocols.
     *
     * @param subprotocol one that the client named, or null for none
     */
    record Accept(@Nullable String subprotocol) implements HandshakeDecision {}

    /**
     * Answer with an HTTP error and close.
     *
     * @param status 403, 429 or 503
     * @param body the JSON body
     * @param retryAfter sent as {@code Retry-After} in whole seconds, rounded up; null: none
     */
    record Refuse(int status, String body, @Nullable Duration retryAfter) implements HandshakeDecision {}
}
