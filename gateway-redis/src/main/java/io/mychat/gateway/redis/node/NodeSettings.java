package io.mychat.gateway.redis.node;

import java.time.Duration;

/**
 * @param nodeId this gateway's name
 * @param lease after how long without a sign of life a node is dead
 * @param poll how often a sign of life is given, and the others' are looked at
 * @param deadKept how long the dead are remembered
 */
public record NodeSettings(String nodeId, Duration lease, Duration poll, Duration deadKept) {

    private static final Duration LONGEST_POLL = Duration.ofMillis(1500);
    private static final Duration DEAD_KEPT = Duration.ofHours(24);

    /** Signs of life as the lease needs them: three in its time, and one every 1.5 s at least. */
    public static NodeSettings of(String nodeId, Duration lease) {
        Duration third = lease.dividedBy(3);
        return new NodeSettings(nodeId, lease, third.compareTo(LONGEST_POLL) < 0 ? third : LONGEST_POLL, DEAD_KEPT);
    }
}
