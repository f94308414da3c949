package io.mychat.gateway.spi.backend;

import io.mychat.gateway.spi.time.Backoff;
import java.time.Duration;

/**
 * The retries of calls.
 *
 * @param budgetPercent retries per hundred calls in the long run
 * @param budgetBurst retries that can be saved up for a burst
 * @param backoff the longest pause before the first retry; it doubles with each retry
 * @param maxBackoff the upper bound of all pauses
 * @since 0.1.0
 */
public record RetryOptions(int budgetPercent, int budgetBurst, Duration backoff, Duration maxBackoff) {

    private static final RetryOptions DEFAULTS = new RetryOptions(20, 10, Duration.ofMillis(50), Duration.ofSeconds(1));

    public RetryOptions {
        Preconditions.percent("budgetPercent", budgetPercent);
        Preconditions.positive("budgetBurst", budgetBurst);
        Preconditions.positive("backoff", backoff);
        Preconditions.positive("maxBackoff", maxBackoff);
    }

    /** 20 percent, bursts of 10; pauses up to 50 ms, doubling up to 1 s. */
    public static RetryOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The pause before a retry, evenly distributed between zero and the longest pause (full jitter).
     *
     * @param retry 0 for the first retry
     * @param random a number from 0 to 1
     */
    public Duration pause(int retry, double random) {
        Duration first = backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
        long longest = new Backoff(first, maxBackoff).atMost(retry + 1).toNanos();
        return Duration.ofNanos((long) (longest * random));
    }
}
