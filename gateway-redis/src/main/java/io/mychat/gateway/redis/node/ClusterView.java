package io.mychat.gateway.redis.node;

import java.util.Map;
import java.util.Set;

/**
 * The known nodes of the cluster.
 *
 * @param alive node ids by incarnation
 * @param dead incarnations that are known to be dead; an unknown incarnation is treated as alive
 */
record ClusterView(Map<String, String> alive, Set<String> dead) {

    static final ClusterView UNKNOWN = new ClusterView(Map.of(), Set.of());

    ClusterView {
        alive = Map.copyOf(alive);
        dead = Set.copyOf(dead);
    }
}
