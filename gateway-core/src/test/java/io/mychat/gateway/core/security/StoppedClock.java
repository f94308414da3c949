package io.mychat.gateway.core.security;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that only a test moves. Safe for use by many threads. */
final class StoppedClock implements TimeSource {

    private final AtomicLong nanos = new AtomicLong(-3_000_000_000L);

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        throw new UnsupportedOperationException("nothing in this room needs a timer");
    }
}
