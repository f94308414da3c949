package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;

/** How many frames a client may send: a bucket of tokens, which may go below empty. Used on the I/O thread. */
final class FrameRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final int burst;
    private final TimeSource time;
    private double tokens;
    private long filledAt;

    /** @param perSecond 0: no limit */
    FrameRate(int perSecond, int burst, TimeSource time) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        this.tokens = burst;
        this.filledAt = time.nanoTime();
    }

    /** Takes frames that have been read. Returns for how long nothing more should be read. */
    Duration take(int frames) {
        if (perSecond == 0) {
            return Duration.ZERO;
        }
        long now = time.nanoTime();
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * perSecond) - frames;
        filledAt = now;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perSecond * NANOS));
    }
}
