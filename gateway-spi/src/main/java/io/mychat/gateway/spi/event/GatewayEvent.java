package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import java.util.List;
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

    /**
     * Somebody has got tokens for a password over HTTP, without a session.
     *
     * @param ip the client's address
     */
    record TokensIssued(Instant at, String ip, UserInfo user, DeviceKey device) implements GatewayEvent {}

    /**
     * Somebody has got tokens for a refresh token.
     *
     * @param firstIp where the refresh token was used first, when that was moments ago; empty: it was used for the first time
     * @param isAnomaly whether it was used first from another address
     */
    record TokensRefreshed(
            Instant at, String ip, UserInfo user, DeviceKey device, Optional<String> firstIp, boolean isAnomaly)
            implements GatewayEvent {}

    /** Somebody has logged out over HTTP. */
    record LoggedOut(Instant at, String ip, String userId, Optional<DeviceKey> device) implements GatewayEvent {}

    /** What somebody shows to be let in. */
    enum Credential {
        ACCESS_TOKEN,
        REFRESH_TOKEN,
        API_KEY,
        NONE
    }

    /**
     * A request over HTTP was refused for its credentials: 401, 403 or 429. Passwords are {@link LoginFailed}.
     *
     * @param request method and path
     * @param by who asked: a user or an API key; empty when that is not known
     * @param error the machine-readable reason that the client got
     */
    record CredentialRefused(
            Instant at, String ip, Credential credential, String request, String by, int status, String error)
            implements GatewayEvent {}

    /** A session lost its seat to another login or to an administrator. */
    record SessionDisplaced(Instant at, Session session, String reason) implements GatewayEvent {}

    /**
     * A user, or some of a user's devices.
     *
     * @param platform only there; empty: anywhere
     * @param deviceId only devices of that id; empty: all
     */
    record Addressee(String userId, Optional<String> platform, Optional<String> deviceId) {}

    /**
     * Somebody has ended sessions over HTTP; each is a {@link SessionDisplaced} besides.
     *
     * @param by who: a user or an API key, and the address
     * @param reason what the clients were told
     * @param revoked whether tokens were revoked too
     * @param kicked how many sessions lost their seats
     */
    record UserKicked(Instant at, String by, Addressee whom, String reason, boolean revoked, int kicked)
            implements GatewayEvent {}

    /**
     * Somebody has pushed a message over HTTP.
     *
     * @param by who: a user or an API key, and the address
     * @param delivered how many sessions' outbound queues took it
     */
    record MessagePushed(Instant at, String by, Addressee whom, int delivered) implements GatewayEvent {}

    /**
     * A user's account has changed, and what was granted for its former state has ended.
     *
     * @param ended how many sessions have ended
     */
    record AccountChanged(Instant at, String userId, AccountChange change, int ended) implements GatewayEvent {}

    /**
     * A configuration was read anew, and counts.
     *
     * @param file what was read: {@code gateway_config} (all files), {@code platform_strategy} or {@code router_config}
     * @param by who asked for it
     * @param changes each change, for people; secrets are not shown
     * @param restartNeeded the JSON paths of keys that count only after a restart
     */
    record ConfigReloaded(Instant at, String file, String by, List<String> changes, List<String> restartNeeded)
            implements GatewayEvent {}

    /**
     * A configuration was read anew and has faults: the one before still counts.
     *
     * @param faults each with its file and JSON path, for people
     */
    record ConfigRejected(Instant at, String file, String by, List<String> faults) implements GatewayEvent {}
}
