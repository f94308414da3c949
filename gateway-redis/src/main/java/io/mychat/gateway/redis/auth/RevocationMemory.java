package io.mychat.gateway.redis.auth;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time for which a revocation is remembered: a little longer than the lifetime of any access token issued now.
 * Thread-safe.
 */
final class RevocationMemory {

    /** For clocks that differ, and for tokens that are signed a moment after their generation was read. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Supplier<Duration> lifetime;
    private final Supplier<String> clock;

    /**
     * @param lifetime the longest lifetime of access tokens that are issued now
     * @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share
     */
    RevocationMemory(Supplier<Duration> lifetime, Supplier<String> clock) {
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The time for which an access token that is issued now may be presented, in milliseconds. */
    long millis() {
        return lifetime.get().plus(SLACK).toMillis();
    }

    /** The time for which a revocation is remembered after the end of its token. */
    Duration slack() {
        return SLACK;
    }

    String clock() {
        return clock.get();
    }
}
