package io.mychat.gateway.core.router;

import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls an asynchronous handler again, on a worker, when it throws or its stage fails. */
final class RetryingAsyncHandler implements AsyncMessageHandler {

    private final AsyncMessageHandler handler;
    private final LocalRetries.Policy policy;

    RetryingAsyncHandler(AsyncMessageHandler handler, LocalRetries.Policy policy) {
        this.handler = handler;
        this.policy = policy;
    }

    @Override
    public CompletionStage<Reply> handle(UnifiedMessage message, MessageContext context) {
        Run run = new Run(message, context);
        run.attempt();
        return run.result;
    }

    /** The tries of one command, one after the other. This object's lock guards the current stage. */
    private final class Run {

        private final UnifiedMessage message;
        private final MessageContext context;
        private final LocalRetries.Attempts attempts;
        final CompletableFuture<Reply> result = new CompletableFuture<>();
        private @Nullable CompletionStage<Reply> current;

        Run(UnifiedMessage message, MessageContext context) {
            this.message = message;
            this.context = context;
            this.attempts = policy.begin(context);
            CompletionStage<Reply> watched = result;
            watched.whenComplete((reply, error) -> {
                if (result.isCancelled()) {
                    cancel();
                }
            });
        }

        void attempt() {
            if (result.isDone()) {
                return;
            }
            AttemptContext attempt = new AttemptContext(context);
            CompletionStage<Reply> stage;
            try {
                stage = handler.handle(message, attempt);
            } catch (Exception e) {
                stage = CompletableFuture.failedFuture(e);
            }
            if (stage == null) {
                // The caller handles a null.
                stage = CompletableFuture.completedFuture(null);
            }
            synchronized (this) {
                current = stage;
            }
            stage.whenComplete((reply, error) -> ended(attempt, reply, error));
            if (result.isCancelled()) {
                cancel();
            }
        }

        private void attemptAgain() {
            try (Tracer.Scope scope = ConnectionContext.activate(context)) {
                attempt();
            }
        }

        private void ended(AttemptContext attempt, @Nullable Reply reply, @Nullable Throwable error) {
            Optional<Duration> pause = error == null || result.isDone() ? Optional.empty() : attempts.next();
            if (pause.isPresent()) {
                policy.later(
                        pause.get(),
                        this::attemptAgain,
                        () -> result.completeExceptionally(error == null ? new CompletionException(null) : error));
                return;
            }
            attempt.keep();
            if (error == null) {
                result.complete(reply);
            } else {
                result.completeExceptionally(error);
            }
        }

        private void cancel() {
            CompletionStage<Reply> late;
            synchronized (this) {
                late = current;
            }
            if (late != null) {
                late.toCompletableFuture().cancel(true);
            }
        }
    }
}
