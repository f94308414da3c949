package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.backend.RetryBudget;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * Repeats handlers of this process that throw, where a route says that it does no harm: after a jittered pause, within
 * the command's time and a budget for each handler. What a handler replies is its answer, whatever its code.
 */
final class LocalRetries {

    private static final RetryOptions TERMS = RetryOptions.defaults();

    private final TimeSource time;
    private final Executor workers;
    private final DoubleSupplier random;
    /** By the handler's name; kept when the routes are made anew. */
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    /**
     * @param workers where asynchronous handlers are called again
     * @param random from 0 to 1; thread-safe
     */
    LocalRetries(TimeSource time, Executor workers, DoubleSupplier random) {
        this.time = time;
        this.workers = workers;
        this.random = random;
    }

    /** The handler with up to so many retries. */
    HandlerDefinition around(HandlerDefinition handler, int retries) {
        Policy policy = policy(handler, retries);
        MessageHandler blocking = handler.blockingHandler();
        AsyncMessageHandler async = handler.asyncHandler();
        return (async == null
                        ? HandlerDefinition.blocking(
                                handler.name(), new RetryingHandler(Objects.requireNonNull(blocking), policy))
                        : HandlerDefinition.async(handler.name(), new RetryingAsyncHandler(async, policy)))
                .build();
    }

    /** The handler, called once, with up to so many retries of its {@link StoreSteps}. */
    HandlerDefinition aroundSteps(HandlerDefinition handler, int retries) {
        Policy policy = policy(handler, retries);
        MessageHandler blocking = handler.blockingHandler();
        AsyncMessageHandler async = handler.asyncHandler();
        return (async == null
                        ? HandlerDefinition.blocking(
                                handler.name(), RetryingSteps.of(Objects.requireNonNull(blocking), policy))
                        : HandlerDefinition.async(handler.name(), RetryingSteps.of(async, policy)))
                .build();
    }

    private Policy policy(HandlerDefinition handler, int retries) {
        return new Policy(budgets.computeIfAbsent(handler.name(), name -> new RetryBudget(TERMS)), retries);
    }

    /** When one handler is called again. */
    final class Policy {

        private final RetryBudget budget;
        private final int retries;

        private Policy(RetryBudget budget, int retries) {
            this.budget = budget;
            this.retries = retries;
        }

        /** A command begins. */
        void begin() {
            budget.earn();
        }

        /**
         * The pause before the next try, or empty when there is none.
         *
         * @param failed how many tries have failed
         */
        Optional<Duration> next(int failed, MessageContext context) {
            if (failed > retries) {
                return Optional.empty();
            }
            Duration pause = TERMS.pause(failed - 1, random.getAsDouble());
            boolean inTime = time.now().plus(pause).isBefore(context.deadline());
            return inTime && budget.trySpend() ? Optional.of(pause) : Optional.empty();
        }

        /** Runs something on a worker after a pause; {@code refused}, on the timer's thread, when they are shut down. */
        void later(Duration pause, Runnable action, Runnable refused) {
            time.schedule(pause, () -> {
                try {
                    workers.execute(action);
                } catch (RuntimeException e) {
                    refused.run();
                }
            });
        }

        /** Waits on this thread. */
        void pause(Duration pause) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            time.schedule(pause, over::countDown);
            over.await();
        }
    }
}
