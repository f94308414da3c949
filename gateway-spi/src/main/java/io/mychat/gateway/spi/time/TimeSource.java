package io.mychat.gateway.spi.time;

import java.time.Duration;
import java.time.Instant;

/** The clock and the timers of a gateway. Safe for use by many threads. */
public interface TimeSource {

    /** The time of day. It may jump; use it for what people and tokens see. */
    Instant now();

    /** Elapsed nanoseconds since some fixed moment, as {@link System#nanoTime()}: for everything that is measured. */
    long nanoTime();

    /**
     * Runs {@code action} once after {@code delay}, on a timer thread: it must be short and must not block.
     *
     * @param delay zero or more
     */
    Timer schedule(Duration delay, Runnable action);

    /** A scheduled action. */
    @FunctionalInterface
    interface Timer {

        /** Keeps the action from running if it has not begun; else does nothing. */
        void cancel();
    }
}
