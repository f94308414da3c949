package io.mychat.gateway.redis.node;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two gateways with one node id take the lease from each other: each time again they wait for longer, so that one of them
 * serves. Not safe for use by many threads.
 */
final class LeaseConflictBackoff {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final double SHORTEST_SHARE = 0.5;
    private static final int MOST_DOUBLINGS = 10;

    private int times;
    private long last;
    private long notBefore;
    private boolean waiting;

    boolean isWaiting(long nanoTime) {
        waiting = waiting && nanoTime - notBefore < 0;
        return waiting;
    }

    /** @return whether to wait, instead of taking the lease back at once */
    boolean superseded(long nanoTime, Duration lease) {
        if (times > 0 && nanoTime - last > LONGEST.multipliedBy(2).toNanos()) {
            times = 0;
        }
        last = nanoTime;
        if (times++ == 0) {
            return false;
        }
        Duration pause = lease.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        long nanos = Math.min(pause.toNanos(), LONGEST.toNanos());
        notBefore = nanoTime + (long) (nanos * ThreadLocalRandom.current().nextDouble(SHORTEST_SHARE, 1));
        waiting = true;
        return true;
    }
}
