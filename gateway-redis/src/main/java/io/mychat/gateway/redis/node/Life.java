package io.mychat.gateway.redis.node;

/**
 * One life of this node.
 *
 * @param leasedUntil in {@code nanoTime}
 * @param joined whether Redis has ever known of it
 * @param registered whether all sessions of this node are registered under it
 */
record Life(String incarnation, long leasedUntil, boolean joined, boolean registered) {

    Life leased(long until) {
        return new Life(incarnation, until, true, registered);
    }

    Life asRegistered(boolean value) {
        return new Life(incarnation, leasedUntil, joined, value);
    }
}
