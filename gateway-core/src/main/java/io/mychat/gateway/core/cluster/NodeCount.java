package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.spi.session.Session;
import java.util.Map;
import java.util.TreeMap;

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
        int total = 0;
        int authenticated = 0;
        Map<String, Integer> byPlatform = new TreeMap<>();
        for (ClientConnection client : connections.connections()) {
            total++;
            Session session = client.sessionOrNull();
            if (session != null) {
                authenticated++;
                byPlatform.merge(session.device().platform(), 1, Integer::sum);
            }
        }
        return new NodeCount(node, total, authenticated, byPlatform);
    }
}
