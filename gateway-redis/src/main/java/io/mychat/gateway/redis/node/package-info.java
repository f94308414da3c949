/**
 * The membership of gateways in the cluster: leases, incarnations, and the knowledge of dead ones.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.node.Membership}.
 *
 * <p>Neighbours: uses {@code client}, {@code schedule}, gateway-spi; used by {@code redis}, {@code bus},
 * {@code session}.
 */
@NullMarked
package io.mychat.gateway.redis.node;

import org.jspecify.annotations.NullMarked;
