package io.mychat.gateway.redis.node;

import java.util.Map;
import java.util.Set;

/**
 * What is known of the nodes.
 *
 * @param alive from incarnation to node id
 * @param dead incarnations that are known to be dead; one in neither counts as alive
 */
record ClusterView(Map<String, String> alive, Set<String> dead) {

    static final ClusterView UNKNOWN = new ClusterView(Map.of(), Set.of());

    ClusterView {
        alive = Map.copyOf(alive);
        dead = Set.copyOf(dead);
    }
}
