package io.mychat.gateway.spi.transport;

/**
 * Why the gateway closes a connection, and how the client reacts (RFC 6455 section 7.4, protocol.md 1.2). All close
 * codes are defined here.
 *
 * @since 0.1.0
 */
public enum CloseReason {
    /** The peer closed the connection; this answers its close frame. */
    NORMAL(1000, "bye", ClientAction.STOP),
    /** The gateway stops. */
    GOING_AWAY(1001, "going away", ClientAction.RECONNECT_AND_RESUME),
    PROTOCOL_ERROR(1002, "protocol error", ClientAction.STOP),
    /** The peer sent a binary message where texts are expected, or the reverse. */
    UNSUPPORTED_DATA(1003, "unexpected message type", ClientAction.STOP),
    /** A text is not UTF-8, or a compressed message cannot be inflated. */
    INVALID_PAYLOAD(1007, "invalid UTF-8 or compressed data", ClientAction.STOP),
    /** Too many malformed messages in a row. */
    MALFORMED_MESSAGES(1008, "too many malformed messages", ClientAction.STOP),
    MESSAGE_TOO_BIG(1009, "message too big", ClientAction.STOP),
    INTERNAL_ERROR(1011, "internal error", ClientAction.RECONNECT_WITH_BACKOFF),
    OVERLOAD(1013, "overload", ClientAction.RECONNECT_WITH_BACKOFF),
    /** The token has expired or was revoked, or too many authentications failed. */
    UNAUTHORIZED(4401, "unauthorized", ClientAction.AUTHENTICATE_AGAIN),
    /** The address is no longer allowed. */
    ADDRESS_REFUSED(4403, "address no longer allowed", ClientAction.STOP),
    AUTH_TIMEOUT(4408, "no authentication in time", ClientAction.AUTHENTICATE_AGAIN),
    /** The connection had no activity, or a ping was not answered. */
    IDLE(4409, "idle", ClientAction.RECONNECT_AND_RESUME),
    /** Another device took the seat, or an administrator ended the session. */
    KICKED(4410, "kicked", ClientAction.ASK_THE_PERSON),
    /** A newer connection of the same device took over. */
    REPLACED(4411, "replaced", ClientAction.STOP),
    RATE_EXCEEDED(4429, "rate exceeded", ClientAction.RECONNECT_WITH_BACKOFF),
    /** The outbound queue was full. */
    SLOW_CONSUMER(4430, "slow consumer", ClientAction.RECONNECT_AND_RESUME);

    /** The reactions of a well-behaved client to a close. */
    public enum ClientAction {
        STOP,
        ASK_THE_PERSON,
        AUTHENTICATE_AGAIN,
        RECONNECT_AND_RESUME,
        RECONNECT_WITH_BACKOFF
    }

    private final int code;
    private final String text;
    private final ClientAction clientAction;

    CloseReason(int code, String text, ClientAction clientAction) {
        this.code = code;
        this.text = text;
        this.clientAction = clientAction;
    }

    /** The close code on the wire. */
    public int code() {
        return code;
    }

    /** The reason on the wire: ASCII, short enough for a control frame. */
    public String text() {
        return text;
    }

    /** The reaction that is expected of the client. */
    public ClientAction clientAction() {
        return clientAction;
    }
}
