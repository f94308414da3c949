/**
 * What the gateways of a cluster tell each other: who has lost a seat, who is to be pushed to, how many are connected.
 * Neighbours: {@link io.mychat.gateway.core.connection} for this node's connections, the {@link
 * io.mychat.gateway.spi.session.NodeBus} behind it. Entry point: {@link io.mychat.gateway.core.cluster.ClusterSessions}.
 */
@NullMarked
package io.mychat.gateway.core.cluster;

import org.jspecify.annotations.NullMarked;
