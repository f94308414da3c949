package io.mychat.gateway.core.security.rate;

/**
 * A token bucket for amounts of any size. An amount larger than the burst is allowed when the bucket is full, and the
 * rest is owed afterwards, so that the rate holds in the long run. Not thread-safe. Every {@code now} is on the clock
 * of {@link io.mychat.gateway.spi.time.TimeSource#nanoTime()} and not before the one of the previous call.
 */
final class TokenBucket {

    /** The moment at which the bucket is full again. */
    private long fullAt;

    TokenBucket(long now) {
        this.fullAt = now;
    }

    /** The nanoseconds until this amount may be taken; 0: now. */
    long waitFor(RateLimit limit, long units, long now) {
        if (limit.isOff()) {
            return 0;
        }
        long burst = limit.nanosForBurst();
        return Math.max(0, owed(now) + Math.min(limit.nanosFor(units), burst) - burst);
    }

    /** Takes an amount that {@link #waitFor} has allowed. */
    void take(RateLimit limit, long units, long now) {
        if (!limit.isOff()) {
            fullAt = now + owed(now) + limit.nanosFor(units);
        }
    }

    /** Continues with another limit. At most the burst of that limit stays used. */
    void adopt(RateLimit next, long now) {
        fullAt = now + (next.isOff() ? 0 : Math.min(owed(now), next.nanosForBurst()));
    }

    /** The nanoseconds until the bucket is full again. */
    long owed(long now) {
        // Compares differences, because nanoTime may wrap around.
        return Math.max(0, fullAt - now);
    }
}
