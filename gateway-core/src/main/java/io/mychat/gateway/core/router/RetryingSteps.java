package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.time.Duration;
import java.util.function.Supplier;

/** A handler that is called once, and whose {@link StoreSteps} are repeated when they fail. The pause holds its worker. */
final class RetryingSteps implements MessageHandler {

    private final MessageHandler handler;
    private final LocalRetries.Policy policy;

    RetryingSteps(MessageHandler handler, LocalRetries.Policy policy) {
        this.handler = handler;
        this.policy = policy;
    }

    @Override
    public Reply handle(UnifiedMessage message, MessageContext context) throws Exception {
        policy.begin();
        return handler.handle(message, new StepContext(context, policy));
    }

    /** The context of one command. Used by the thread that handles it; the retries of all steps count together. */
    static final class StepContext extends ForwardingContext {

        private final LocalRetries.Policy policy;
        private int failed;

        StepContext(MessageContext context, LocalRetries.Policy policy) {
            super(context);
            this.policy = policy;
        }

        <T> T take(Supplier<T> step) {
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
