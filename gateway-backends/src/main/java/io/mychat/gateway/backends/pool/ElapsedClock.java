package io.mychat.gateway.backends.pool;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock on elapsed time, which does not jump with the wall clock. Its origin is arbitrary. */
final class ElapsedClock extends Clock {

    private final TimeSource time;

    ElapsedClock(TimeSource time) {
        this.time = time;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
