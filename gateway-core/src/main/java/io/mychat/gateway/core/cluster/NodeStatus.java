package io.mychat.gateway.core.cluster;

import java.util.Optional;

/**
 * What a node says of itself to those that spread clients over the cluster.
 *
 * @param connections its clients, without those that have been told to leave
 * @param accepting whether it takes new clients
 * @param publicUrl where clients reach this node and no other; empty: unknown
 */
public record NodeStatus(String node, int connections, boolean accepting, Optional<String> publicUrl) {

    public NodeStatus {
        if (connections < 0) {
            throw new IllegalArgumentException("connections must not be negative");
        }
    }
}
