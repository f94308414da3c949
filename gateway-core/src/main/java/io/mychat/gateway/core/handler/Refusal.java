package io.mychat.gateway.core.handler;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;

/** Why a login is refused for reasons of policy, in the words that WebSocket and HTTP share. */
public enum Refusal {
    UNKNOWN_PLATFORM(ErrorCode.BAD_REQUEST, "unknown_platform", "The gateway does not serve this platform."),
    ROLE_MISSING(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this platform asks for."),
    NO_FREE_SEAT(ErrorCode.FORBIDDEN, "no_free_seat", "All your devices' seats are taken; log one out first.");

    private final ErrorCode code;
    private final String error;
    private final String detail;

    Refusal(ErrorCode code, String error, String detail) {
        this.code = code;
        this.error = error;
        this.detail = detail;
    }

    public ErrorCode code() {
        return code;
    }

    /** The machine-readable reason. */
    public String error() {
        return error;
    }

    /** The sentence for people. */
    public String detail() {
        return detail;
    }

    Reply reply() {
        return Reply.failure(code, error, detail);
    }
}
