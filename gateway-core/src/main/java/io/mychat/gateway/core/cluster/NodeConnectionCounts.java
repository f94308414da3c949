package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ConnectionCounts;
import io.mychat.gateway.core.connection.ConnectionManager;
import java.util.Map;

/**
 * The connections of one node.
 *
 * @param total open ones
 * @param authenticated those of them with a login
 * @param byPlatform those with a login, by platform
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
