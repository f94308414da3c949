package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import java.util.Optional;

/** Something that happened in the gateway. No event holds a secret. */
public sealed interface GatewayEvent {

    /** When. */
    Instant at();

    /** A handshake was answered with an HTTP error. */
    record HandshakeRefused(Instant at, String ip, int status, String error) implements GatewayEvent {}

    record ConnectionOpened(Instant at, String sessionId, String ip) implements GatewayEvent {}

    /**
     * A connection has ended.
     *
     * @param session who was logged in on it, if anybody
     * @param code the close code, see {@link io.mychat.gateway.spi.transport.ConnectionReceiver#onClosed}
     */
    record ConnectionClosed(Instant at, String sessionId, String ip, Optional<Session> session, int code)
            implements GatewayEvent {}

    /** A session has been bound. */
    record LoginSucceeded(Instant at, Session session) implements GatewayEvent {}

    /**
     * An authentication was refused.
     *
     * @param username what the client claimed; empty when it showed a token
     * @param error the machine-readable reason that the client got
     */
    record LoginFailed(Instant at, String ip, String username, String error) implements GatewayEvent {}

    /** A session lost its seat to another login or to an administrator. */
    record SessionDisplaced(Instant at, Session session, String reason) implements GatewayEvent {}
}
