package io.mychat.gateway.redis.node;

import java.time.Duration;
import java.time.Instant;

/**
 * One life of this node.
 *
 * @param lease the last that Redis gave it
 * @param joined whether Redis has ever known of it
 * @param registered whether all sessions of this node are registered under it
 */
record Incarnation(String incarnation, Lease lease, boolean joined, boolean registered) {

    static Incarnation unborn(String incarnation) {
        return new Incarnation(incarnation, Lease.NONE, false, false);
    }

    Incarnation leased(Lease given) {
        return new Incarnation(incarnation, given, true, registered);
    }

    Incarnation asRegistered(boolean value) {
        return new Incarnation(incarnation, lease, joined, value);
    }

    /**
     * A lease by two clocks: elapsed time stands still while a machine is suspended, and the time of day does not.
     *
     * @param from the beginning, in {@code nanoTime}
     * @param until the end, in {@code nanoTime}
     * @param since the time of day at its beginning
     */
    record Lease(long from, long until, Instant since) {

        static final Lease NONE = new Lease(0, 0, Instant.EPOCH);

        boolean isOver(long nanoTime) {
            return nanoTime - until >= 0;
        }

        /** Whether more time has gone by outside than here: by more than a third of the lease. */
        boolean isSleptThrough(long nanoTime, Instant now) {
            Duration outside = Duration.between(since, now);
            return outside.minusNanos(nanoTime - from).multipliedBy(3).toNanos() > until - from;
        }
    }
}
