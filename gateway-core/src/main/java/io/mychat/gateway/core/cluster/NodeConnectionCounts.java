package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ConnectionCounts;
import io.mychat.gateway.core.connection.ConnectionManager;
import java.util.Map;

/**
 * The numbers of connections of one node.
 *
 * @param total open connections
 * @param authenticated connections with a login
 * @param byPlatform connections with a login, by platform
 */
public record NodeConnectionCounts(String node, int total, int authenticated, Map<String, Integer> byPlatform) {

    public NodeConnectionCounts {
        byPlatform = Map.copyOf(byPlatform);
    }

    static NodeConnectionCounts of(String node, ConnectionManager connections) {
        ConnectionCounts own = ConnectionCounts.of(connections.connections());
        return new NodeConnectionCounts(node, own.total(), own.authenticated(), own.byPlatform());
    }
}
