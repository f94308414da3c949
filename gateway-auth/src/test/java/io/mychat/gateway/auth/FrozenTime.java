package io.mychat.gateway.auth;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Time that only a test moves. */
final class FrozenTime implements TimeSource {

    private volatile Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    public Instant now() {
        return now;
    }

    void set(Instant time) {
        now = time;
    }

    @Override
    public long nanoTime() {
        throw new UnsupportedOperationException("nothing here measures");
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        throw new UnsupportedOperationException("nothing here waits");
    }
}
