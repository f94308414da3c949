package io.mychat.gateway.spi.backend;

import java.time.Duration;

/**
 * How calls are repeated.
 *
 * @param budgetPercent how many retries there may be for a hundred calls, in the long run
 * @param budgetBurst how many retries there may be at once beyond that
 * @param backoff the longest pause before the first retry; it doubles with each one
 * @param maxBackoff the longest pause of all
 */
public record RetryOptions(int budgetPercent, int budgetBurst, Duration backoff, Duration maxBackoff) {

    private static final RetryOptions DEFAULTS = new RetryOptions(20, 10, Duration.ofMillis(50), Duration.ofSeconds(1));
    private static final int MAX_DOUBLINGS = 20;

    public RetryOptions {
        Preconditions.percent("budgetPercent", budgetPercent);
        Preconditions.positive("budgetBurst", budgetBurst);
        Preconditions.positive("backoff", backoff);
        Preconditions.positive("maxBackoff", maxBackoff);
    }

    /** 20 percent and 10 at once; up to 50 ms, doubling up to 1 s. */
    public static RetryOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The pause before a retry: drawn evenly from zero to the longest one, so that many callers do not come back at once.
     *
     * @param retry 0 for the first one
     * @param random from 0 to 1
     */
    public Duration pause(int retry, double random) {
        long longest = Math.min(maxBackoff.toNanos(), backoff.toNanos() << Math.min(retry, MAX_DOUBLINGS));
        return Duration.ofNanos((long) (longest * random));
    }
}
