package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import java.time.Duration;
import java.util.function.Supplier;

/** Handlers that are called once, and whose {@link StoreSteps} are repeated when they fail. The pause holds their thread. */
final class RetryingSteps {

    private RetryingSteps() {}

    static MessageHandler of(MessageHandler handler, LocalRetries.Policy policy) {
        return (message, context) -> {
            policy.begin();
            return handler.handle(message, new StepContext(context, policy));
        };
    }

    static AsyncMessageHandler of(AsyncMessageHandler handler, LocalRetries.Policy policy) {
        return (message, context) -> {
            policy.begin();
            return handler.handle(message, new StepContext(context, policy));
        };
    }

    /** The context of one command. Used by one thread at a time; the retries of all steps count together. */
    static final class StepContext extends ForwardingContext implements StoreSteps {

        private final LocalRetries.Policy policy;
        private int failed;

        StepContext(MessageContext context, LocalRetries.Policy policy) {
            super(context);
            this.policy = policy;
        }

        @Override
        public <T> T take(Supplier<T> step) {
            while (true) {
                try {
                    return step.get();
                } catch (StoreUnavailableException e) {
                    failed++;
                    Duration pause = policy.next(failed, this).orElseThrow(() -> e);
                    try {
                        policy.pause(pause);
                    } catch (InterruptedException interruption) {
                        // The command's time is over, or the gateway stops.
                        Thread.currentThread().interrupt();
                        throw e;
                    }
                }
            }
        }
    }
}
