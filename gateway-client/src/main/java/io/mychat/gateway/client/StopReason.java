package io.mychat.gateway.client;

/**
 * Why a client has stopped.
 *
 * @since 0.1.0
 */
public enum StopReason {
    /** {@code disconnect} or {@code close} was called, or {@code connect} not yet. */
    DISCONNECTED,
    /** {@code logout} was called. */
    LOGGED_OUT,
    /** 4410: another device took the seat, or an administrator ended the session. Ask the person. */
    KICKED,
    /** 4411: a newer connection of the same device. */
    REPLACED,
    /** There is no valid token any more, or the password is wrong: log in again. */
    UNAUTHENTICATED,
    /** The gateway does not let this client in; the error says why. */
    REFUSED,
    /** The gateway calls something invalid that this client sent: a bug. */
    PROTOCOL_ERROR,
    /** 1000: the server said goodbye. */
    ENDED
}
