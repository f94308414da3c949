package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import java.util.function.Supplier;

/**
 * Steps of a command in a store. A handler that may not be called twice as a whole, because it checks a password or makes an id,
 * takes each step through this: a route's {@code retry_count} repeats the one step that failed, and nothing else.
 */
public final class StoreSteps {

    private StoreSteps() {}

    /**
     * Takes a step; where the route says so, again, within the command's time, when the store cannot be reached.
     *
     * @param step may have taken effect although it failed: a repetition must make nothing twice
     * @throws io.mychat.gateway.spi.StoreUnavailableException as the step, when it is not repeated any more
     */
    public static <T> T take(MessageContext context, Supplier<T> step) {
        return context instanceof RetryingSteps.StepContext retrying ? retrying.take(step) : step.get();
    }
}
