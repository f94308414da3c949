package io.mychat.gateway.core.security.rate;

/**
 * How fast something may be used up.
 *
 * @param rate units a second in the long run; 0: no limit
 * @param burst units at once; with a rate at least 1
 */
record RateLimit(long rate, long burst) {

    private static final long SECOND = 1_000_000_000L;
    /** So many units at most are counted at once, so that no time below overflows. */
    private static final long MOST_UNITS = 1L << 32;

    RateLimit {
        if (rate < 0 || rate > MOST_UNITS || burst < 1 || burst > MOST_UNITS) {
            throw new IllegalArgumentException("no such rate: " + rate + " with a burst of " + burst);
        }
    }

    boolean isOff() {
        return rate == 0;
    }

    /** In how many nanoseconds the rate gives so many units, rounded up. There must be a rate. */
    long nanosFor(long units) {
        return (Math.min(units, MOST_UNITS) * SECOND + rate - 1) / rate;
    }

    /** In how many nanoseconds an empty bucket is full again. There must be a rate. */
    long nanosForBurst() {
        return nanosFor(burst);
    }
}
