package io.mychat.gateway.redis.auth;

import io.mychat.gateway.spi.auth.TokenService;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time for which a revocation is remembered: a little longer than the lifetime of any access token issued now.
 * Thread-safe.
 */
final class RevocationMemory {

    /** For clocks that differ, and for tokens that are signed a moment after their generation was read. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Duration atLeast;
    private final Supplier<String> clock;
    private volatile Supplier<Duration> lifetime = () -> Duration.ZERO;

    /**
     * @param atLeast the life of access tokens that this store is not told of when they are issued
     * @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share
     */
    RevocationMemory(Duration atLeast, Supplier<String> clock) {
        this.atLeast = atLeast;
        this.clock = clock;
    }

    /** Access tokens live as long as this service says when it is asked. */
    void follow(TokenService tokens) {
        lifetime = tokens::lifetime;
    }

    /** How long an access token that is issued now may be shown, in milliseconds. */
    long millis() {
        Duration now = lifetime.get();
        return (now.compareTo(atLeast) > 0 ? now : atLeast).plus(SLACK).toMillis();
    }

    /** How much longer than its token a revocation is remembered. */
    Duration slack() {
        return SLACK;
    }

    String clock() {
        return clock.get();
    }
}
