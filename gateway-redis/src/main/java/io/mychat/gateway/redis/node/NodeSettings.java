package io.mychat.gateway.redis.node;

import java.time.Duration;

/**
 * @param nodeId this gateway's name
 * @param lease after how long without a sign of life a node is dead
 * @param poll how often a sign of life is given, and the others' are looked at
 * @param deadKept how long a dead incarnation is remembered that no node clears away
 * @param cleanedKept how long one is remembered that was cleared away: as long as an entry may live that no index knew
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

    /** Signs of life as the lease needs them: three in its time, and one every 1.5 s at least. */
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
