package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;

/** How many frames a client may send. Used on the I/O thread. */
final class FrameRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final FrameTokens tokens;

    /** @param perSecond 0: no limit */
    FrameRate(int perSecond, int burst, TimeSource time) {
        this.perSecond = perSecond;
        this.tokens = new FrameTokens(perSecond, burst, time);
    }

    /** Takes frames that have been read. Returns for how long nothing more should be read. */
    Duration take(int frames) {
        if (perSecond == 0) {
            return Duration.ZERO;
        }
        double left = tokens.take(frames);
        return left >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-left / perSecond * NANOS));
    }
}
