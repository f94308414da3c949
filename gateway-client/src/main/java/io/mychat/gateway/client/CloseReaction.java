package io.mychat.gateway.client;

import org.jspecify.annotations.Nullable;

/** What a client does when its connection closes (protocol.md section 1.2). */
enum CloseReaction {
    /** Connects again after a pause that grows from one failure to the next, logs in and resumes. */
    RECONNECT,
    /** The same after a long pause. */
    LONG_PAUSE,
    /** Gets a new token first. */
    AUTHENTICATE,
    /** Connects no more. */
    STOP;

    /**
     * The reaction to a close code. One without a row is a failure on the way (1006) or of the server (1011, 1013), or passes with a new login (4408,
     * 4409, 4430).
     */
    static CloseReaction to(int code) {
        if (stopReason(code) != null) {
            return STOP;
        }
        return code == 4401 ? AUTHENTICATE : code == 4429 ? LONG_PAUSE : RECONNECT;
    }

    /** Why a client stops at this close code; null: it does not. */
    static @Nullable StopReason stopReason(int code) {
        return switch (code) {
            case 1000 -> StopReason.ENDED;
            case 1002, 1003, 1007, 1008, 1009, 1010 -> StopReason.PROTOCOL_ERROR;
            case 4403 -> StopReason.REFUSED;
            case 4410 -> StopReason.KICKED;
            case 4411 -> StopReason.REPLACED;
            default -> null;
        };
    }
}
