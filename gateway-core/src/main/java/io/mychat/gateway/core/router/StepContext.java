package io.mychat.gateway.core.router;

import io.mychat.gateway.core.threads.StageFailure;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.MessageContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The context of a command whose {@link StoreSteps} are retried when they fail. All steps share the number of retries.
 * Used by one thread at a time; the thread of {@link #take} is held during the pauses.
 */
final class StepContext extends ForwardingContext implements StoreSteps {

    private final LocalRetries.Attempts attempts;

    StepContext(MessageContext context, LocalRetries.Attempts attempts) {
        super(context);
        this.attempts = attempts;
    }

    @Override
    public <T> T take(Supplier<T> step) {
        while (true) {
            try {
                return step.get();
            } catch (StoreUnavailableException e) {
                awaitNext(e);
            }
        }
    }

    @Override
    public <T> CompletionStage<T> takeLater(Supplier<CompletionStage<T>> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(step, result);
        return result;
    }

    private <T> void attempt(Supplier<CompletionStage<T>> step, CompletableFuture<T> result) {
        CompletionStage<T> stage;
        try {
            stage = step.get();
        } catch (Throwable e) { // whatever it is, the caller learns of it
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, error) -> {
            if (error == null) {
                result.complete(value);
                return;
            }
            Throwable cause = StageFailure.causeOf(error);
            Optional<Duration> pause = cause instanceof StoreUnavailableException ? attempts.next() : Optional.empty();
            Runnable failed = () -> result.completeExceptionally(cause);
            try {
                pause.ifPresentOrElse(then -> attempts.later(then, () -> attempt(step, result), failed), failed);
            } catch (Throwable e) { // there is no timer
                failed.run();
            }
        });
    }

    private void awaitNext(StoreUnavailableException failure) {
        try {
            if (attempts.awaitNext()) {
                return;
            }
        } catch (InterruptedException e) {
            // The command's time limit has passed, or the gateway stops.
            Thread.currentThread().interrupt();
        }
        throw failure;
    }
}
