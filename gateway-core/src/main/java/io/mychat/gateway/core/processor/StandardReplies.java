package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What the gateway answers by itself where a handler gives no answer (specification 7.2). */
final class StandardReplies {

    static final Reply FAILED = Reply.failure(
            ErrorCode.INTERNAL_SERVER_ERROR, "internal_error", "The gateway could not handle this message.");
    static final Reply TIMED_OUT =
            unavailable("timeout", "The command took too long; it may or may not have been done.");
    static final Reply OVERLOADED = Reply.failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "overloaded",
            "The gateway has too much to do; try again.",
            Duration.ofMillis(TaskRunner.retryAfterMillis()));
    static final Reply DRAINING = unavailable("draining", "This gateway is about to stop; reconnect.");
    static final Reply SESSION_ENDED =
            Reply.failure(ErrorCode.UNAUTHORIZED, "session_ended", "This session is no longer valid; log in again.");

    private static final Reply STORE_UNAVAILABLE =
            unavailable("store_unavailable", "A store cannot be reached; try again.");

    private StandardReplies() {}

    /** The answer for what a handler has thrown; it names no cause. */
    static Reply to(Throwable cause) {
        return cause instanceof StoreUnavailableException ? STORE_UNAVAILABLE : FAILED;
    }

    /** What a stage has failed with, without the wrapping of those it was passed through. */
    static Throwable causeOf(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static Reply unavailable(String error, String detail) {
        return Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, error, detail, Duration.ofSeconds(1));
    }
}
