package io.mychat.gateway.spi.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts that fail. Each failure doubles the pause, up to a bound. A pause is jittered between
 * half of its length and its length, so that many gateways do not try at the same moment. Immutable.
 *
 * @param first the pause after the first failure
 * @param longest the bound of all pauses
 * @since 0.1.0
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a pause must be positive, and the longest not shorter than the first");
        }
    }

    /** The same pause after each failure, jittered. */
    public static Backoff steady(Duration pause) {
        return new Backoff(pause, pause);
    }

    /**
     * The longest pause before the next attempt, without jitter.
     *
     * @param failures in a row, at least 1
     */
    public Duration atMost(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /**
     * Draws the pause before the next attempt.
     *
     * @param failures in a row, at least 1
     */
    public Duration after(int failures) {
        long most = atMost(failures).toNanos();
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
