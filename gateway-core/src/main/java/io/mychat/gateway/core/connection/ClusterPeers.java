package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;

/**
 * This node among the gateways of its cluster.
 *
 * @param nodeId this gateway's name in the store
 * @param notifier tells the others
 */
public record ClusterPeers(String nodeId, PeerNotifier notifier) {

    /** A node that is alone. */
    public static ClusterPeers none(String nodeId) {
        return new ClusterPeers(nodeId, PeerNotifier.NONE);
    }

    /** Whether the session lives on another node. */
    boolean isElsewhere(Session session) {
        return !session.nodeId().equals(nodeId);
    }
}
