package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.backend.RetryBudget;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * Calls local handlers again that have thrown, when their route has retries. Each retry follows a jittered pause,
 * within the command's time limit and the handler's retry budget. A reply ends the retries, regardless of its code.
 */
final class LocalRetries {

    private static final RetryOptions TERMS = RetryOptions.defaults();

    private final TimeSource time;
    private final Executor workers;
    private final DoubleSupplier random;
    /** The budgets by handler name. They outlive changes of the routes. */
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    /**
     * @param workers run the retries of asynchronous handlers
     * @param random returns numbers from 0 to 1; thread-safe
     */
    LocalRetries(TimeSource time, Executor workers, DoubleSupplier random) {
        this.time = time;
        this.workers = workers;
        this.random = random;
    }

    /** The handler, called again at most {@code retries} times. */
    HandlerDefinition around(HandlerDefinition handler, int retries) {
        Policy policy = policy(handler, retries);
        return decorated(
                handler,
                blocking -> new RetryingHandler(blocking, policy),
                async -> new RetryingAsyncHandler(async, policy));
    }

    /**
     * The handler, called once; its {@link StoreSteps} together are retried at most {@code retries} times. At times when it never
     * waits, it has no store that could be out of reach, and is called as it is.
     */
    HandlerDefinition aroundSteps(HandlerDefinition handler, int retries) {
        Policy policy = policy(handler, retries);
        return decorated(
                handler,
                blocking -> {
                    MessageHandler steps = (message, context) ->
                            blocking.handle(message, new StepContext(context, policy.begin(context)));
                    return blocking instanceof ImmediateHandler immediate
                            ? new SometimesRetried(immediate, steps)
                            : steps;
                },
                async -> {
                    AsyncMessageHandler steps = (message, context) ->
                            async.handle(message, new StepContext(context, policy.begin(context)));
                    return async instanceof ImmediateAsyncHandler ? (ImmediateAsyncHandler) steps::handle : steps;
                });
    }

    /** @param steps the handler, whose steps are retried on the thread of a worker */
    private record SometimesRetried(ImmediateHandler handler, MessageHandler steps) implements ImmediateHandler {

        @Override
        public Reply handle(UnifiedMessage message, MessageContext context) throws Exception {
            return (neverBlocks() ? handler : steps).handle(message, context);
        }

        @Override
        public boolean neverBlocks() {
            return handler.neverBlocks();
        }

        @Override
        public boolean logs() {
            return handler.logs();
        }

        @Override
        public boolean takesNoTime() {
            return handler.takesNoTime();
        }
    }

    private static HandlerDefinition decorated(
            HandlerDefinition handler,
            UnaryOperator<MessageHandler> ofBlocking,
            UnaryOperator<AsyncMessageHandler> ofAsync) {
        AsyncMessageHandler async = handler.asyncHandler();
        return (async == null
                        ? HandlerDefinition.blocking(
                                handler.name(), ofBlocking.apply(Objects.requireNonNull(handler.blockingHandler())))
                        : HandlerDefinition.async(handler.name(), ofAsync.apply(async)))
                .build();
    }

    private Policy policy(HandlerDefinition handler, int retries) {
        return new Policy(budgets.computeIfAbsent(handler.name(), name -> new RetryBudget(TERMS)), retries);
    }

    /** The retries of one handler: their number, budget and pauses. */
    final class Policy {

        private final RetryBudget budget;
        private final int retries;

        private Policy(RetryBudget budget, int retries) {
            this.budget = budget;
            this.retries = retries;
        }

        /** Begins a command. */
        Attempts begin(MessageContext context) {
            budget.earn();
            return new Attempts(this, context);
        }

        private Optional<Duration> next(int failed, Instant deadline) {
            if (failed > retries) {
                return Optional.empty();
            }
            Duration pause = TERMS.pause(failed - 1, random.getAsDouble());
            boolean inTime = time.now().plus(pause).isBefore(deadline);
            return inTime && budget.trySpend() ? Optional.of(pause) : Optional.empty();
        }

        /**
         * Runs {@code action} on a worker after a pause. When the workers refuse it, runs {@code refused} on the
         * timer's thread.
         */
        void later(Duration pause, Runnable action, Runnable refused) {
            time.schedule(pause, () -> {
                try {
                    workers.execute(action);
                } catch (RuntimeException e) {
                    refused.run();
                }
            });
        }

        private void pause(Duration pause) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            time.schedule(pause, over::countDown);
            over.await();
        }
    }

    /** The tries of one command. Used by one thread at a time. */
    static final class Attempts {

        private final Policy policy;
        private final MessageContext context;
        private int failed;

        private Attempts(Policy policy, MessageContext context) {
            this.policy = policy;
            this.context = context;
        }

        /** Counts a failed try. Returns the pause before the next try, or empty when there is none. */
        Optional<Duration> next() {
            failed++;
            return policy.next(failed, context.deadline());
        }

        /** See {@link Policy#later}. */
        void later(Duration pause, Runnable action, Runnable refused) {
            policy.later(pause, action, refused);
        }

        /** Counts a failed try and waits on this thread until the next one is due. Returns false when there is none. */
        boolean awaitNext() throws InterruptedException {
            Optional<Duration> pause = next();
            if (pause.isPresent()) {
                policy.pause(pause.get());
            }
            return pause.isPresent();
        }
    }
}
