package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test advances it. Timers run only inside {@link #advance}, on its thread. When it
 * returns, all due timers have run.
 *
 * <p>Thread-safe: the clock and the timers have one lock, which is not held while a timer runs.
 *
 * @since 0.1.0
 */
public final class ManualTime implements TimeSource {

    private static final Instant A_GOOD_DAY = Instant.parse("2025-01-08T10:30:00Z");

    private final PriorityQueue<Pending> timers = new PriorityQueue<>();
    private final ReentrantLock advancing = new ReentrantLock();
    private Instant wall;
    private long nanos;
    private long scheduled;

    /** Starts at 2025-01-08T10:30:00Z. */
    public ManualTime() {
        this(A_GOOD_DAY);
    }

    public ManualTime(Instant start) {
        this.wall = start;
    }

    @Override
    public synchronized Instant now() {
        return wall;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** A timer without a delay also waits for the next {@link #advance}. */
    @Override
    public synchronized Timer schedule(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative");
        }
        Pending timer = new Pending(Math.addExact(nanos, delay.toNanos()), scheduled++, action);
        timers.add(timer);
        return () -> cancel(timer);
    }

    /**
     * Advances the wall clock and the elapsed time together. It stops at the time of each due timer and runs it,
     * ordered by time and then by scheduling. This includes timers that these timers schedule within the duration.
     * Calls of several threads run one after the other.
     *
     * <p>An exception of a timer is thrown here, with the clock at the time of that timer; the other timers stay
     * pending.
     *
     * @param duration zero or more; zero runs timers that are already due
     * @throws IllegalStateException when called by a timer
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards; see jumpWallClock");
        }
        if (advancing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a timer must not advance the time that it runs in");
        }
        advancing.lock();
        try {
            long target = Math.addExact(nanoTime(), duration.toNanos());
            for (Pending next = stepTo(target); next != null; next = stepTo(target)) {
                next.action.run();
            }
        } finally {
            advancing.unlock();
        }
    }

    /** Sets the wall clock forwards or back, as an operator or NTP does: elapsed time and timers do not move. */
    public synchronized void jumpWallClock(Duration by) {
        wall = wall.plus(by);
    }

    /** The number of pending timers; 0 after a clean stop. */
    public synchronized int pendingTimers() {
        return timers.size();
    }

    /** Advances to the next timer that is due by {@code target} and removes it, or advances to {@code target}. */
    private synchronized @Nullable Pending stepTo(long target) {
        Pending next = timers.peek();
        if (next == null || next.dueNanos > target) {
            moveTo(target);
            return null;
        }
        timers.remove();
        moveTo(next.dueNanos);
        return next;
    }

    private void moveTo(long newNanos) {
        wall = wall.plusNanos(newNanos - nanos);
        nanos = newNanos;
    }

    private synchronized void cancel(Pending timer) {
        timers.remove(timer);
    }

    /** Sorted by moment, then by order of scheduling, which is unique. */
    private record Pending(long dueNanos, long order, Runnable action) implements Comparable<Pending> {

        @Override
        public int compareTo(Pending other) {
            int byMoment = Long.compare(dueNanos, other.dueNanos);
            return byMoment != 0 ? byMoment : Long.compare(order, other.order);
        }
    }
}
