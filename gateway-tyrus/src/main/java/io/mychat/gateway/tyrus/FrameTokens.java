package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;

/** A bucket of tokens, one for each frame or byte, which may go below empty. Not thread-safe: its owner has the lock or the thread. */
final class FrameTokens {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final int burst;
    private final TimeSource time;
    private double tokens;
    private long filledAt;

    /** @param perSecond 0: empty for good when the burst is used; the owner does not ask then */
    FrameTokens(int perSecond, int burst, TimeSource time) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        this.tokens = burst;
        this.filledAt = time.nanoTime();
    }

    /** Takes tokens for what has been read. Returns what is left; negative: what is missing. */
    double take(int sent) {
        long now = time.nanoTime();
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * perSecond) - sent;
        filledAt = now;
        return tokens;
    }
}
