package io.mychat.gateway.testkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of a client's handshake with {@link InMemoryTransport}.
 *
 * @since 0.1.0
 */
public sealed interface ConnectResult {

    /**
     * The gateway accepted the handshake.
     *
     * @param subprotocol the chosen subprotocol, or null for none
     */
    record Opened(TestConnection connection, @Nullable String subprotocol) implements ConnectResult {}

    /**
     * The gateway answered with an HTTP error: that of
     * {@link io.mychat.gateway.spi.transport.HandshakeDecision.Refuse}, or 500 when the listener threw.
     *
     * @param retryAfter the time until a retry, or null when it was not stated
     */
    record Refused(int status, String body, @Nullable Duration retryAfter) implements ConnectResult {}
}
