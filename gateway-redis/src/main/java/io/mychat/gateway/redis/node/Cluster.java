package io.mychat.gateway.redis.node;

import java.util.Map;
import java.util.Set;

/**
 * What is known of the nodes.
 *
 * @param alive from incarnation to node id
 * @param dead incarnations that are known to be dead; one in neither counts as alive
 */
record Cluster(Map<String, String> alive, Set<String> dead) {

    static final Cluster UNKNOWN = new Cluster(Map.of(), Set.of());

    Cluster {
        alive = Map.copyOf(alive);
        dead = Set.copyOf(dead);
    }
}
