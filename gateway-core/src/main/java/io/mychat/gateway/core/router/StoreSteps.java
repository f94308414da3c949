package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import java.util.function.Supplier;

/**
 * Runs the steps of a command in a store. A handler that must not be called twice as a whole, because it checks a password or
 * makes an id, runs each step through this: a route's {@code retry_count} repeats the one step that failed, and nothing else.
 */
@FunctionalInterface
public interface StoreSteps {

    /** Runs each step once. */
    StoreSteps ONCE = Supplier::get;

    /**
     * Runs a step; where the route says so, again, within the command's time, when the store cannot be reached.
     *
     * @param step may have taken effect although it failed: a repetition must make nothing twice
     * @throws io.mychat.gateway.spi.StoreUnavailableException as the step, when it is not repeated any more
     */
    <T> T take(Supplier<T> step);

    /** The steps of a command as its route repeats them. */
    static StoreSteps of(MessageContext context) {
        return context instanceof StoreSteps repeated ? repeated : ONCE;
    }
}
