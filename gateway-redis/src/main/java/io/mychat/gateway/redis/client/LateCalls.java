package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives up calls that nobody waits for, when their deadlines have passed, at most a {@link #LOOK} later. All have the same time, so
 * their deadlines pass in the order in which they begin, and one timer looks after all. Thread-safe.
 */
final class LateCalls {

    /** How often calls are looked at while there are any. */
    static final Duration LOOK = Duration.ofMillis(50);

    private final TimeSource time;
    private final Consumer<PipelinedCall> giveUp;
    private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isLooking = new AtomicBoolean();

    private record Begun(PipelinedCall call, Deadline deadline) {}

    /** @param giveUp ends a call that is late, on a timer thread; must not block */
    LateCalls(TimeSource time, Consumer<PipelinedCall> giveUp) {
        this.time = time;
        this.giveUp = giveUp;
    }

    /**
     * Watches a call until it ends.
     *
     * @throws RejectedExecutionException when there is no timer
     */
    void watch(PipelinedCall call, Deadline deadline) {
        begun.add(new Begun(call, deadline));
        if (!isLooking.get() && isLooking.compareAndSet(false, true)) {
            lookSoon();
        }
    }

    private void lookSoon() {
        try {
            TimeSource.@Nullable Timer unused = time.schedule(LOOK, this::look);
        } catch (RejectedExecutionException e) {
            isLooking.set(false);
            throw e;
        }
    }

    private void look() {
        for (Begun first = begun.peek();
                first != null && (first.call().isDone() || first.deadline().isOver());
                first = begun.peek()) {
            begun.poll();
            if (!first.call().isDone()) {
                giveUp.accept(first.call());
            }
        }
        isLooking.set(false);
        if (!begun.isEmpty() && isLooking.compareAndSet(false, true)) {
            try {
                lookSoon();
            } catch (RejectedExecutionException e) {
                // The gateway stops, or there is no memory: without a timer nobody would end them.
                for (Begun left = begun.poll(); left != null; left = begun.poll()) {
                    giveUp.accept(left.call());
                }
            }
        }
    }
}
