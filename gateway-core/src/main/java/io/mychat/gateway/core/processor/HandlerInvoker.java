package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.protocol.ErrorReplies;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.threads.StageFailure;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls handlers. Never throws: an exception of a handler becomes a reply and a line of the log. Thread-safe. */
final class HandlerInvoker {

    private static final Logger log = LoggerFactory.getLogger(HandlerInvoker.class);

    /** The result of a call. */
    sealed interface Result {

        record Replied(Reply reply) implements Result {}

        /** The handler is asynchronous and has not replied yet. */
        record Pending(CompletionStage<Reply> stage) implements Result {}
    }

    private final AuthenticationGate gate;
    private final RateLimitedLogs failures;
    private final RateLimitedLogs missingReplies;

    HandlerInvoker(AuthenticationGate gate, TimeSource time) {
        this.gate = gate;
        this.failures = new RateLimitedLogs(log::error, time);
        this.missingReplies = new RateLimitedLogs(log::warn, time);
    }

    /**
     * Calls the handler on this thread, which may block.
     *
     * @param confirm the session that the store has to confirm first, if any
     */
    Result invoke(Invocation invocation, Optional<Session> confirm) {
        try (Tracer.Scope scope = invocation.activate()) {
            if (confirm.isPresent() && !gate.confirm(confirm.get())) {
                return sessionEnded(invocation);
            }
            HandlerDefinition handler = invocation.route().handler();
            AsyncMessageHandler async = handler.asyncHandler();
            if (async == null) {
                return new Result.Replied(orFailed(invocation, call(handler.blockingHandler(), invocation)));
            }
            CompletionStage<Reply> stage = async.handle(invocation.message(), invocation);
            return stage == null ? new Result.Replied(orFailed(invocation, null)) : new Result.Pending(stage);
        } catch (Throwable e) { // handlers are foreign code, and each command gets an answer
            return new Result.Replied(failed(invocation, e));
        }
    }

    /** Calls a handler that does not block. */
    Reply invokeImmediate(Invocation invocation) {
        // Most such handlers log nothing but failures, and the ids would be a good part of a heartbeat's cost.
        try (Tracer.Scope scope = invocation.route().logs()
                ? invocation.activate()
                : invocation.span().activate()) {
            return orFailed(invocation, call(invocation.route().handler().blockingHandler(), invocation));
        } catch (Throwable e) { // as above
            return failed(invocation, e);
        }
    }

    /**
     * The reply for a completed stage. Exactly one of {@code reply} and {@code error} is set, unless the handler
     * returned null.
     */
    Reply completed(Invocation invocation, @Nullable Reply reply, @Nullable Throwable error) {
        return error == null ? orFailed(invocation, reply) : failed(invocation, error);
    }

    /** Cancels a stage whose result is no longer needed. May run code of the handler that made it. */
    static void cancel(CompletionStage<Reply> late) {
        try {
            late.toCompletableFuture().cancel(true);
        } catch (RuntimeException e) {
            log.debug("A late stage could not be cancelled", e);
        }
    }

    private static @Nullable Reply call(@Nullable MessageHandler handler, Invocation invocation) throws Exception {
        return handler == null ? null : handler.handle(invocation.message(), invocation);
    }

    private static Result sessionEnded(Invocation invocation) {
        Runnable close = () -> invocation.connection().close(CloseReason.UNAUTHORIZED, "session_ended");
        invocation.afterReply(close, close);
        return new Result.Replied(StandardReplies.SESSION_ENDED);
    }

    private Reply orFailed(Invocation invocation, @Nullable Reply reply) {
        if (reply == null) {
            String handler = invocation.route().handler().name();
            try (Tracer.Scope ids = CommandLog.open(invocation.message(), () -> {})) {
                missingReplies.of(handler).log("Handler " + handler + " returned null");
            }
            return ErrorReplies.INTERNAL;
        }
        return reply;
    }

    private Reply failed(Invocation invocation, Throwable error) {
        Throwable cause = StageFailure.causeOf(error);
        FaultBarrier.report(cause, reported -> {
            try (Tracer.Scope ids = CommandLog.open(invocation.message(), () -> {})) {
                log(invocation, reported);
            }
        });
        return StandardReplies.to(cause);
    }

    private void log(Invocation invocation, Throwable cause) {
        String handler = invocation.route().handler().name();
        if (cause instanceof StoreUnavailableException) {
            log.debug("Store unavailable in {}", handler, cause);
        } else if (cause instanceof DroppedTaskException) {
            log.debug("Handler {} was not called, since its threads have ended", handler, cause);
        } else if (invocation.isAnswered()) {
            log.debug("Handler {} failed after its time-out", handler, cause);
        } else {
            failures.of(handler).log("Handler " + handler + " failed", cause);
        }
    }
}
