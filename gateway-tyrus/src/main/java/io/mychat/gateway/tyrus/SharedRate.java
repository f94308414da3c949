package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;

/**
 * How many frames, or bytes, all clients may send together. Clients that take more than their share wait until the frames before
 * them are paid for; each may have its share at any time. Thread-safe: this object's lock guards the tokens.
 */
final class SharedRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final FrameTokens tokens;
    /** The tokens at the last look at the clock. */
    private volatile double left;

    /**
     * @param perSecond of all clients, positive
     * @param burst that all may send at once
     */
    SharedRate(int perSecond, int burst, TimeSource time) {
        this.perSecond = perSecond;
        this.tokens = new FrameTokens(perSecond, burst, time);
        this.left = burst;
    }

    /**
     * Takes what one client has sent.
     *
     * @param sent frames, or bytes
     * @param clients that share the rate
     * @return for how long nothing more should be read from this one
     */
    Duration take(int sent, int clients) {
        double missing = missing(sent);
        if (sent == 0 || missing <= 0) {
            return Duration.ZERO;
        }
        double share = (double) sent * Math.max(1, clients);
        return Duration.ofNanos((long) (Math.min(missing, share) / perSecond * NANOS));
    }

    /** Whether something of clients is not paid for, as far as is known without a look at the clock. */
    boolean isUsedUp() {
        return left < 0;
    }

    private synchronized double missing(int sent) {
        double now = tokens.take(sent);
        left = now;
        return -now;
    }
}
