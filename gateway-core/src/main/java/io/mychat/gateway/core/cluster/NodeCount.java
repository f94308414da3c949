package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.Headcount;
import java.util.Map;

/**
 * The connections of one node.
 *
 * @param total open ones
 * @param authenticated those of them with a login
 * @param byPlatform those with a login, by platform
 */
public record NodeCount(String node, int total, int authenticated, Map<String, Integer> byPlatform) {

    public NodeCount {
        byPlatform = Map.copyOf(byPlatform);
    }

    static NodeCount of(String node, ConnectionManager connections) {
        Headcount own = Headcount.of(connections.connections());
        return new NodeCount(node, own.total(), own.authenticated(), own.byPlatform());
    }
}
