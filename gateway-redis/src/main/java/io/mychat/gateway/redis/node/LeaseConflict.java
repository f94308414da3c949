package io.mychat.gateway.redis.node;

import io.mychat.gateway.spi.time.Backoff;
import java.time.Duration;

/**
 * Resolves the conflict of two gateways with the same node id, which take the lease from each other. Each waits longer
 * after each loss, so that one of them serves. Not thread-safe.
 */
final class LeaseConflict {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Backoff backoff;
    private int losses;
    private long lastLoss;
    private long notBefore;
    private boolean waiting;

    /** @param lease the duration of a lease */
    LeaseConflict(Duration lease) {
        Duration first = lease.multipliedBy(2);
        this.backoff = new Backoff(first.compareTo(LONGEST) < 0 ? first : LONGEST, LONGEST);
    }

    boolean isWaiting(long nanoTime) {
        waiting = waiting && nanoTime - notBefore < 0;
        return waiting;
    }

    /** @return whether to wait, instead of taking the lease back at once */
    boolean superseded(long nanoTime) {
        if (losses > 0 && nanoTime - lastLoss > LONGEST.multipliedBy(2).toNanos()) {
            losses = 0;
        }
        lastLoss = nanoTime;
        losses++;
        if (losses == 1) {
            return false;
        }
        notBefore = nanoTime + backoff.after(losses - 1).toNanos();
        waiting = true;
        return true;
    }
}
