/**
 * Two gateways on one Redis.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.integrations.cluster.TwoNodes}.
 *
 * <p>Neighbours: uses gateway-auth, gateway-core; used by none.
 */
@NullMarked
package io.mychat.gateway.example.integrations.cluster;

import org.jspecify.annotations.NullMarked;
