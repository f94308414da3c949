package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of connections, counted in one pass.
 *
 * @param total open connections
 * @param authenticated open connections with a login
 * @param byPlatform open connections with a login, by platform
 */
public record ConnectionCounts(int total, int authenticated, Map<String, Integer> byPlatform) {

    public ConnectionCounts {
        byPlatform = Map.copyOf(byPlatform);
    }

    public static ConnectionCounts of(Collection<ClientConnection> connections) {
        int total = 0;
        int authenticated = 0;
        Map<String, Integer> byPlatform = new TreeMap<>();
        for (ClientConnection client : connections) {
            total++;
            Session session = client.sessionOrNull();
            if (session != null) {
                authenticated++;
                byPlatform.merge(session.device().platform(), 1, Integer::sum);
            }
        }
        return new ConnectionCounts(total, authenticated, byPlatform);
    }
}
