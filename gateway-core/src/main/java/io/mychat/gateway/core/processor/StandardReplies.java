package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.protocol.ErrorReplies;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import java.time.Duration;

/** The replies of the gateway for failures, timeouts and overload, when no handler replies (specification 7.2). */
final class StandardReplies {

    static final Reply TIMED_OUT =
            unavailable("timeout", "The command took too long; it may or may not have been executed.");
    static final Reply OVERLOADED = Reply.failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "overloaded",
            "The gateway is overloaded; try again.",
            Duration.ofMillis(TaskRunner.retryAfterMillis()));
    static final Reply DRAINING = unavailable("draining", "This gateway is about to stop; reconnect.");
    static final Reply SESSION_ENDED =
            Reply.failure(ErrorCode.UNAUTHORIZED, "session_ended", "This session is no longer valid; log in again.");

    private static final Reply STORE_UNAVAILABLE =
            unavailable("store_unavailable", "A store cannot be reached; try again.");

    private StandardReplies() {}

    /** The reply for an exception of a handler; it contains no details. */
    static Reply to(Throwable cause) {
        if (cause instanceof StoreUnavailableException) {
            return STORE_UNAVAILABLE;
        }
        return cause instanceof DroppedTaskException ? DRAINING : ErrorReplies.INTERNAL;
    }

    /** The refusal of a message that exceeds the rate of its session. */
    static Reply tooMany(Duration retryAfter) {
        return Reply.failure(
                ErrorCode.TOO_MANY_REQUESTS, "rate_exceeded", "Too many messages; send more slowly.", retryAfter);
    }

    private static Reply unavailable(String error, String detail) {
        return Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, error, detail, Duration.ofSeconds(1));
    }
}
