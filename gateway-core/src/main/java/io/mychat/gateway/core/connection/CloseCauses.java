package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/** Says why a connection has ended. */
final class CloseCauses {

    private static final String BANNED = "banned";
    private static final int NO_CLOSE_FRAME = 1006;

    private CloseCauses() {}

    /**
     * The cause.
     *
     * @param begun why the gateway has begun to close it; null: it has not
     * @param notice what the client was told; empty: nothing
     * @param code the code with which it has ended
     */
    static CloseCause of(@Nullable CloseReason begun, String notice, int code) {
        if (begun == null) {
            return ofCode(code);
        }
        return switch (begun) {
            case NORMAL -> CloseCause.CLIENT;
            case GOING_AWAY -> CloseCause.DRAINED;
            case PROTOCOL_ERROR, UNSUPPORTED_DATA, INVALID_PAYLOAD, MALFORMED_MESSAGES -> CloseCause.PROTOCOL_ERROR;
            case MESSAGE_TOO_BIG -> CloseCause.MESSAGE_TOO_BIG;
            case INTERNAL_ERROR -> CloseCause.INTERNAL_ERROR;
            case OVERLOAD -> CloseCause.OVERLOAD;
            case UNAUTHORIZED -> unauthorized(notice);
            case ADDRESS_REFUSED -> notice.equals(BANNED) ? CloseCause.BANNED : CloseCause.ADDRESS_REFUSED;
            case AUTH_TIMEOUT -> CloseCause.AUTH_TIMEOUT;
            case IDLE -> notice.equals("ping_unanswered") ? CloseCause.PING_UNANSWERED : CloseCause.IDLE;
            case KICKED -> notice.equals(BANNED) ? CloseCause.BANNED : CloseCause.KICKED;
            case REPLACED -> CloseCause.REPLACED;
            case RATE_EXCEEDED -> CloseCause.RATE_EXCEEDED;
            case SLOW_CONSUMER -> CloseCause.SLOW_CONSUMER;
        };
    }

    private static CloseCause unauthorized(String notice) {
        return switch (notice) {
            case "token_expired" -> CloseCause.EXPIRED;
            case "too_many_failed_attempts" -> CloseCause.FAILED_LOGINS;
            case "session_ended" -> CloseCause.ENDED;
            case "handshake_refused" -> CloseCause.HANDSHAKE_REFUSED;
            default -> CloseCause.REVOKED;
        };
    }

    /** The transport has ended it, or the client. */
    private static CloseCause ofCode(int code) {
        if (code == NO_CLOSE_FRAME) {
            return CloseCause.LOST;
        }
        for (CloseReason reason : CloseReason.values()) {
            boolean isOwn = reason != CloseReason.NORMAL && reason != CloseReason.GOING_AWAY;
            if (isOwn && reason.code() == code) {
                return of(reason, "", code);
            }
        }
        return CloseCause.CLIENT;
    }
}
