package io.mychat.gateway.redis.session;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Spreads the renewal of all users' sessions over the comparisons of one cycle: each user has a moment in the cycle, and is due in
 * the comparison that begins after it. Used by one thread at a time; {@link #renewAll} by any.
 */
final class RenewalCycle {

    /** Spreads hash codes of similar names. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final TimeSource time;
    private final long nanos;
    private final AtomicBoolean all = new AtomicBoolean(true);
    /** Users whose moment is earlier have been renewed, but for the missed ones. */
    private long covered;

    private Set<String> missed = Set.of();
    private long begun;

    RenewalCycle(TimeSource time, Duration cycle) {
        this.time = time;
        this.nanos = cycle.toNanos();
    }

    /** The next comparison renews all sessions. */
    void renewAll() {
        all.set(true);
    }

    /** A comparison begins. Returns which users are due in it. */
    Predicate<String> begin() {
        long now = time.nanoTime();
        long passed = now - covered;
        begun = now;
        if (all.getAndSet(false) || passed >= nanos) {
            return userId -> true;
        }
        Set<String> again = missed;
        return userId -> again.contains(userId) || Math.floorMod(now - moment(userId), nanos) < passed;
    }

    private long moment(String userId) {
        return Math.floorMod(userId.hashCode() * SPREAD, nanos);
    }

    /** The comparison has ended, in which these users could not be renewed. */
    void end(Set<String> failed) {
        missed = Set.copyOf(failed);
        covered = begun;
    }
}
