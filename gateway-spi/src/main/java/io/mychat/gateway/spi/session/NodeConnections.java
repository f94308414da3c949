package io.mychat.gateway.spi.session;

import java.util.Map;

/**
 * The numbers of connections of one node.
 *
 * @param node the node's name
 * @param total open connections
 * @param authenticated connections with a login
 * @param byPlatform connections with a login, by platform
 * @since 0.1.0
 */
public record NodeConnections(String node, int total, int authenticated, Map<String, Integer> byPlatform) {

    public NodeConnections {
        byPlatform = Map.copyOf(byPlatform);
    }
}
