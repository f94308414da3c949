package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives up calls that nobody waits for, when their deadlines have passed, at most a {@link #LOOK} later. One timer looks at all of
 * them: the second call of an operation has the deadline of the first, so deadlines do not pass in order, and behind a call that
 * hangs others have ended, with messages that nobody needs any more. Thread-safe.
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

    /** Calls that are watched, or have ended since the last look. */
    int watched() {
        return begun.size();
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
        for (Iterator<Begun> all = begun.iterator(); all.hasNext(); ) {
            Begun one = all.next();
            boolean isDone = one.call().isDone();
            if (isDone || one.deadline().isOver()) {
                all.remove();
                if (!isDone) {
                    giveUp.accept(one.call());
                }
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
