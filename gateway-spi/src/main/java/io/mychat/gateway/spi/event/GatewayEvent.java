package io.mychat.gateway.spi.event;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event in the gateway. No event contains a secret.
 *
 * @since 0.1.0
 */
public sealed interface GatewayEvent {

    /** The time of the event. */
    Instant at();

    /** A handshake was answered with an HTTP error. */
    record HandshakeRefused(Instant at, String ip, int status, String error) implements GatewayEvent {}

    record ConnectionOpened(Instant at, String sessionId, String ip) implements GatewayEvent {}

    /**
     * A connection has ended.
     *
     * @param session the session on this connection; empty before a login
     * @param code the close code, see {@link io.mychat.gateway.spi.transport.ConnectionReceiver#onClosed}
     * @param reason the reason that the client got with 4003; empty: none
     * @param cause why it has ended
     */
    record ConnectionClosed(
            Instant at,
            String sessionId,
            String ip,
            Optional<Session> session,
            int code,
            String reason,
            CloseCause cause)
            implements GatewayEvent {}

    /**
     * An event of a single message. These are many: the gateway makes them only while a listener {@linkplain
     * GatewayListener#accepts accepts} them, and neither audits nor counts them.
     */
    sealed interface OfMessage extends GatewayEvent {}

    /**
     * A message of a client, the host or a back-end has been stored. Repetitions are not reported.
     *
     * @param originSession the session that has sent it; empty: none
     */
    record MessageStored(Instant at, ChatMessage message, String originSession) implements OfMessage {}

    /** The outbound queue of a session has taken a stored message (2003). */
    record MessageDelivered(Instant at, ChatMessage message, long inboxSeq, Session session) implements OfMessage {}

    /** A device has processed all entries of its inbox up to a number (2004). */
    record MessageAcknowledged(Instant at, Session session, String epoch, long inboxSeq) implements OfMessage {}

    /**
     * No device of the recipient has taken a stored message for {@code messages.undelivered_after_ms}: a push service
     * sends a notification now. A device has taken it when the outbound queue of its session has, on any node, or when it
     * has acknowledged it; a session that has ended since counts, too. The node that has stored the message reports it, at
     * most once; not when it stops meanwhile. A node that has crashed, or does not answer within {@code
     * processing.cluster_reply_timeout_ms}, has not taken it.
     *
     * @param after how long the gateway has waited
     */
    record MessageUndelivered(Instant at, ChatMessage message, Duration after) implements OfMessage {}

    /** A session has been bound. */
    record LoginSucceeded(Instant at, Session session) implements GatewayEvent {}

    /**
     * An authentication was refused.
     *
     * @param username the name that the client sent; empty when it presented a token
     * @param error the machine-readable reason that the client got
     */
    record LoginFailed(Instant at, String ip, String username, String error) implements GatewayEvent {}

    /**
     * A user has obtained tokens with a password over HTTP, without a session.
     *
     * @param ip the client's address
     */
    record TokensIssued(Instant at, String ip, UserInfo user, DeviceKey device) implements GatewayEvent {}

    /**
     * A user has obtained tokens with a refresh token.
     *
     * @param firstIp the address of the token's first use, when the token was repeated within moments; empty: this is
     *     its first use
     * @param isAnomaly whether the first use came from another address
     */
    record TokensRefreshed(
            Instant at, String ip, UserInfo user, DeviceKey device, Optional<String> firstIp, boolean isAnomaly)
            implements GatewayEvent {}

    /** A user has logged out, over HTTP or with 1003; {@code device} is the one whose tokens are revoked. */
    record LoggedOut(Instant at, String ip, String userId, Optional<DeviceKey> device) implements GatewayEvent {}

    /**
     * A user has ended the tokens and sessions of one of the user's own devices (1005).
     *
     * @param by the session that asked for it
     * @param device the dropped device; it may be the session's own
     * @param ended the number of ended sessions
     */
    record DeviceDropped(Instant at, Session by, DeviceKey device, int ended) implements GatewayEvent {}

    /**
     * A refresh token was shown again long after its use, and its login has been revoked. It is also reported as
     * {@link CredentialRefused}.
     *
     * @param ip the address that has shown it
     */
    record RefreshTokenReused(Instant at, String ip, String userId, DeviceKey device) implements GatewayEvent {}

    /** A kind of behaviour; the keys of {@code security.anomalies} have the same names. */
    enum Anomaly {
        /** Many logins from one address. */
        LOGINS_PER_ADDRESS,
        /** Many logins of one user. */
        LOGINS_PER_USER,
        /** Many messages of one user. */
        MESSAGES_PER_USER,
        /** Logins of many users from one address. */
        ACCOUNTS_PER_ADDRESS,
        /** Logins of one user from many addresses. */
        ADDRESSES_PER_ACCOUNT,
        /** A refresh token that was shown twice, from two addresses or long after its use. */
        TOKEN_REUSE
    }

    /**
     * A user or an address behaves far from normal. Reported once within a window; nobody was refused for it.
     *
     * @param userId the user, or the name that was tried; empty where the address is what counts
     * @param ip the address of the last occurrence
     * @param count how many there were
     * @param window within how long; zero for {@link Anomaly#TOKEN_REUSE}
     */
    record AnomalyDetected(
            Instant at, Anomaly kind, Optional<String> userId, Optional<String> ip, long count, Duration window)
            implements GatewayEvent {}

    /** The kind of credential in a request. */
    enum Credential {
        ACCESS_TOKEN,
        REFRESH_TOKEN,
        API_KEY,
        CLIENT_CERTIFICATE,
        NONE
    }

    /**
     * An HTTP request was refused because of its credentials, with 401, 403 or 429. Wrong passwords are
     * {@link LoginFailed}.
     *
     * @param request method and path
     * @param by the user or API key of the request; empty when unknown
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
     * @param platform devices of this platform only; empty: all platforms
     * @param deviceId devices with this id only; empty: all ids
     */
    record Addressee(String userId, Optional<String> platform, Optional<String> deviceId) {}

    /**
     * An administrator has ended sessions over HTTP. Each of them is also reported as {@link SessionDisplaced}.
     *
     * @param by the user or API key, and the address
     * @param reason the reason that the clients got
     * @param revoked whether tokens were revoked, too
     * @param kicked the number of ended sessions
     */
    record UserKicked(Instant at, String by, Addressee whom, String reason, boolean revoked, int kicked)
            implements GatewayEvent {}

    /**
     * A message was pushed over HTTP.
     *
     * @param by the user or API key, and the address
     * @param delivered the number of sessions whose outbound queues accepted it
     */
    record MessagePushed(Instant at, String by, Addressee whom, int delivered) implements GatewayEvent {}

    /**
     * A message was stored over HTTP, in the name of a user or of the gateway itself. Repetitions of a {@code
     * client_msg_id} are not reported.
     *
     * @param by the user or API key, and the address
     * @param fromUser the sender in whose name it was sent
     */
    record MessageSent(Instant at, String by, String fromUser, String toUser, String messageId)
            implements GatewayEvent {}

    /**
     * An administrator or an API key has called the HTTP API, with any answer. The effect of the call may be another
     * event. Calls that every user may make are not reported, and refused credentials are {@link CredentialRefused}.
     *
     * @param by the user or API key, and the address
     * @param request method and path
     * @param status the HTTP status of the answer
     */
    record ApiCalled(Instant at, String by, String request, int status) implements GatewayEvent {}

    /**
     * An administrator has asked what happens to a user, a message or a chat. The nodes record it for a while.
     *
     * @param by the user or API key, and the address
     * @param kind {@code user}, {@code message} or {@code chat}
     * @param id of the user, the message or the chat
     * @param until when the recording ends
     */
    record TraceRequested(Instant at, String by, String kind, String id, Instant until) implements GatewayEvent {}

    /**
     * A user's account has changed, and the tokens and sessions of its former state have ended.
     *
     * @param ended the number of ended sessions
     */
    record AccountChanged(Instant at, String userId, AccountChange change, int ended) implements GatewayEvent {}

    /** A user, a device or an address block was banned. {@link Ban#terms} says by whom and until when. */
    record BanAdded(Instant at, Ban ban) implements GatewayEvent {}

    /**
     * A ban was lifted before its end.
     *
     * @param by who has lifted it
     */
    record BanLifted(Instant at, Ban ban, String by) implements GatewayEvent {}

    /**
     * A new configuration is in effect.
     *
     * @param file the part that was read: {@code gateway_config} (all files), {@code platform_strategy} or
     *     {@code router_config}
     * @param by the origin of the reload
     * @param changes a description of each change, without secrets
     * @param restartNeeded the JSON paths of keys that take effect only after a restart
     */
    record ConfigReloaded(Instant at, String file, String by, List<String> changes, List<String> restartNeeded)
            implements GatewayEvent {}

    /**
     * A new configuration has faults and was rejected; the previous one stays in effect.
     *
     * @param faults a description of each fault with its file and JSON path
     */
    record ConfigRejected(Instant at, String file, String by, List<String> faults) implements GatewayEvent {}
}
