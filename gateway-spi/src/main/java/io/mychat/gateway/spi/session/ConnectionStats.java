package io.mychat.gateway.spi.session;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers of connections of a cluster.
 *
 * @param nodes the nodes that answered in time; the one that was asked is the first
 * @param missing the nodes of the cluster that did not; their connections are in none of the numbers
 * @since 0.1.0
 */
public record ConnectionStats(List<NodeConnections> nodes, SortedSet<String> missing) {

    public ConnectionStats {
        nodes = List.copyOf(nodes);
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    }

    /** Numbers of a cluster of which all nodes have answered. */
    public ConnectionStats(List<NodeConnections> nodes) {
        this(nodes, Collections.emptySortedSet());
    }

    /** The open connections of all these nodes. */
    public int total() {
        return nodes.stream().mapToInt(NodeConnections::total).sum();
    }

    /** The connections with a login. */
    public int authenticated() {
        return nodes.stream().mapToInt(NodeConnections::authenticated).sum();
    }

    /** The connections with a login, by platform. */
    public SortedMap<String, Integer> byPlatform() {
        SortedMap<String, Integer> sums = new TreeMap<>();
        nodes.forEach(
                node -> node.byPlatform().forEach((platform, count) -> sums.merge(platform, count, Integer::sum)));
        return sums;
    }
}
