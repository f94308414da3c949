package io.mychat.gateway.core.protocol;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;

/** Replies for failures that several rooms report. */
public final class ErrorReplies {

    /** The failure of a handler; the log has the reason, and the client gets none. */
    public static final Reply INTERNAL = Reply.failure(
            ErrorCode.INTERNAL_SERVER_ERROR, "internal_error", "The gateway could not handle this message.");

    private ErrorReplies() {}
}
