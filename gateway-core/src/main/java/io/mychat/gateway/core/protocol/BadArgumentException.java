package io.mychat.gateway.core.protocol;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;

/** A missing or invalid argument of a request, answered with 400. */
public final class BadArgumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String detail;

    public BadArgumentException(String error, String detail) {
        super(detail, null, false, false);
        this.error = error;
        this.detail = detail;
    }

    /** The machine-readable reason. */
    public String error() {
        return error;
    }

    /** A sentence for people. */
    public String detail() {
        return detail;
    }

    /** The answer to a command. */
    public Reply reply() {
        return Reply.failure(ErrorCode.BAD_REQUEST, error, detail);
    }
}
