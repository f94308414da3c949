package io.mychat.gateway.spi.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and the timers of a gateway. Thread-safe.
 *
 * @since 0.1.0
 */
public interface TimeSource {

    /** The wall-clock time. It may jump; use it for times that people and tokens see. */
    Instant now();

    /** Elapsed nanoseconds since a fixed moment, as {@link System#nanoTime()}; use it for durations. */
    long nanoTime();

    /**
     * Runs {@code action} once after {@code delay}, on a timer thread. The action must be short and must not block.
     *
     * @param delay zero or more
     */
    Timer schedule(Duration delay, Runnable action);

    /** A scheduled action. */
    @FunctionalInterface
    interface Timer {

        /** Cancels the action if it has not started; otherwise does nothing. */
        void cancel();
    }
}
