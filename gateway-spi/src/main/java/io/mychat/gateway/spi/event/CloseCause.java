package io.mychat.gateway.spi.event;

/**
 * Why a connection has ended, see {@link GatewayEvent.ConnectionClosed}.
 *
 * @since 0.1.0
 */
public enum CloseCause {
    /** The client has closed it. */
    CLIENT,
    /** It broke without a close frame. */
    LOST,
    /** The user has logged out, over HTTP or with 1003. */
    LOGOUT,
    /** The token has expired. */
    EXPIRED,
    /** The tokens have been revoked, or the account has changed. */
    REVOKED,
    /** The session was ended by {@link io.mychat.gateway.spi.session.Sessions#end}, or in the store by hand. */
    ENDED,
    /** An administrator, the user or another device has ended the session. */
    KICKED,
    /** The user, the device or the address is banned. */
    BANNED,
    /** A newer connection of the same device has taken over. */
    REPLACED,
    /** The client was not active for too long. */
    IDLE,
    /** The client has not answered a ping. */
    PING_UNANSWERED,
    /** Nobody has logged in in time. */
    AUTH_TIMEOUT,
    /** Too many logins have failed. */
    FAILED_LOGINS,
    /** A {@link io.mychat.gateway.spi.hook.HandshakeHook} has refused it. */
    HANDSHAKE_REFUSED,
    /** The address is no longer allowed. */
    ADDRESS_REFUSED,
    /** The client has exceeded its rate again and again. */
    RATE_EXCEEDED,
    /** The client has not read fast enough. */
    SLOW_CONSUMER,
    /** The client has broken the protocol. */
    PROTOCOL_ERROR,
    /** A message of the client was too large. */
    MESSAGE_TOO_BIG,
    /** The gateway leaves its clients to others, or stops. */
    DRAINED,
    /** The gateway had no room for the connection. */
    OVERLOAD,
    /** The gateway has failed. */
    INTERNAL_ERROR
}
