package io.mychat.gateway.core.security.rate;

/**
 * A rate with a burst.
 *
 * @param rate units per second in the long run; 0: no limit
 * @param burst the most units at once; at least 1 unless the rate is 0
 */
record RateLimit(long rate, long burst) {

    private static final long SECOND = 1_000_000_000L;
    /** Larger amounts are treated as this amount, so that no time below overflows. */
    private static final long MOST_UNITS = 1L << 32;

    RateLimit {
        if (rate < 0 || rate > MOST_UNITS || burst < 1 || burst > MOST_UNITS) {
            throw new IllegalArgumentException("invalid rate: " + rate + " with a burst of " + burst);
        }
    }

    boolean isOff() {
        return rate == 0;
    }

    /** The nanoseconds in which the rate gives this amount, rounded up. The rate must not be 0. */
    long nanosFor(long units) {
        return (Math.min(units, MOST_UNITS) * SECOND + rate - 1) / rate;
    }

    /** The nanoseconds after which an empty bucket is full again. The rate must not be 0. */
    long nanosForBurst() {
        return nanosFor(burst);
    }
}
