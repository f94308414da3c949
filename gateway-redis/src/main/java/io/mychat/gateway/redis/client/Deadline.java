package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;

/** The time limit of one call of a store, over all its round trips; created by {@link Redis#deadline}. Immutable. */
public final class Deadline {

    private final TimeSource time;
    private final long end;

    Deadline(TimeSource time, Duration from) {
        this.time = time;
        this.end = time.nanoTime() + from.toNanos();
    }

    /** The remaining time; zero after the deadline. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - time.nanoTime()));
    }

    public boolean isOver() {
        return end - time.nanoTime() <= 0;
    }
}
