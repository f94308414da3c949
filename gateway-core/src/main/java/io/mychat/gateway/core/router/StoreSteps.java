package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.MessageContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs the steps of a command in a store. A handler that must not be called twice, because it checks a password or
 * makes an id, takes each step through this interface. A route's {@code retry_count} then retries only the step that
 * failed.
 */
@FunctionalInterface
public interface StoreSteps {

    /** Runs each step once. */
    StoreSteps ONCE = Supplier::get;

    /**
     * Runs a step. When the store cannot be reached, runs it again, as often as the route and the command's time limit
     * allow.
     *
     * @param step must be idempotent: it may have taken effect although it failed
     * @throws io.mychat.gateway.spi.StoreUnavailableException of the step, when no retry is left
     */
    <T> T take(Supplier<T> step);

    /** As {@link #take}, for a step that ends later: no thread is held, and none waits between the tries. */
    default <T> CompletionStage<T> takeLater(Supplier<CompletionStage<T>> step) {
        return step.get();
    }

    /** The steps of a command, retried as its route allows. */
    static StoreSteps of(MessageContext context) {
        return context instanceof StoreSteps repeated ? repeated : ONCE;
    }
}
