package io.mychat.gateway.spi.message;

import java.util.Objects;

/**
 * Thrown by a handler, it becomes the reply. It is not logged as a failure of the handler, and the handler is not
 * called again for it. It has no stack trace.
 *
 * @since 0.1.0
 */
public final class ReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    /**
     * A refusal, as {@link Reply#failure(ErrorCode, String, String)}.
     *
     * @param code not {@link ErrorCode#SUCCESS}
     */
    public ReplyException(ErrorCode code, String error, String detail) {
        super(code.code() + " " + error + ": " + detail, null, false, false);
        if (code == ErrorCode.SUCCESS) {
            throw new IllegalArgumentException("a ReplyException is no success");
        }
        this.reply = Reply.failure(code, error, detail);
    }

    /** The reply to the client. */
    public Reply reply() {
        return Objects.requireNonNull(reply, "a ReplyException is not serializable with its reply");
    }
}
