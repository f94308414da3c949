package io.mychat.gateway.redis.node;

import java.time.Duration;

/**
 * The settings of this gateway's membership in the cluster.
 *
 * @param nodeId this gateway's name
 * @param lease the time without a sign of life after which a node is dead
 * @param poll the interval in which the node gives a sign of life and reads those of the others
 * @param deadKept the time for which a dead incarnation is remembered while its data is not removed
 * @param cleanedKept the time for which it is remembered after the removal; an entry without an index lives at most
 *     this long
 */
public record NodeSettings(String nodeId, Duration lease, Duration poll, Duration deadKept, Duration cleanedKept) {

    private static final int MOST_DEAD = 200;

    private static final Duration LONGEST_POLL = Duration.ofMillis(1500);
    private static final Duration DEAD_KEPT = Duration.ofHours(24);
    /**
     * The longest default session_timeout (two hours), two refreshes, and a minute. No entry of a session is kept as
     * long.
     */
    public static final Duration CLEANED_KEPT = Duration.ofMinutes(122);

    /** Settings with at least three signs of life in a lease, and at least one every 1.5 s. */
    public static NodeSettings of(String nodeId, Duration lease) {
        Duration third = lease.dividedBy(3);
        return new NodeSettings(
                nodeId, lease, third.compareTo(LONGEST_POLL) < 0 ? third : LONGEST_POLL, DEAD_KEPT, CLEANED_KEPT);
    }

    public NodeSettings withCleanedKept(Duration kept) {
        return new NodeSettings(nodeId, lease, poll, deadKept, kept);
    }

    /** The most remembered dead incarnations. Each script on sessions gets all of them. */
    int mostDead() {
        return MOST_DEAD;
    }
}
