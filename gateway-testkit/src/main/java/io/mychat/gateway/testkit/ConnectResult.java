package io.mychat.gateway.testkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a client's handshake with {@link InMemoryTransport}. */
public sealed interface ConnectResult {

    /**
     * The gateway switched protocols.
     *
     * @param subprotocol the one that the gateway chose, or null for none
     */
    record Opened(TestConnection connection, @Nullable String subprotocol) implements ConnectResult {}

    /**
     * The gateway answered with an HTTP error: what {@link
     * io.mychat.gateway.spi.transport.HandshakeDecision.Refuse} says, or 500 when the listener threw.
     *
     * @param retryAfter how long the client shall wait, or null when nothing is said
     */
    record Refused(int status, String body, @Nullable Duration retryAfter) implements ConnectResult {}
}
