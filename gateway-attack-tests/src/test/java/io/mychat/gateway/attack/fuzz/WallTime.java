package io.mychat.gateway.attack.fuzz;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The machine's clock, without timers. */
final class WallTime implements TimeSource {

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        throw new UnsupportedOperationException("who only reads the clock sets no timer");
    }
}
