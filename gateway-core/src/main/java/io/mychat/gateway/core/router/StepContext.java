package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.MessageContext;
import java.util.function.Supplier;

/**
 * The context of a command whose {@link StoreSteps} are retried when they fail. All steps share the number of retries.
 * Used by one thread at a time; the thread is held during the pauses.
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
