/**
 * Messages between the gateways of a cluster: lost seats, pushes, and the number of connections.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.cluster.ClusterSessions}.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, {@code connection}, {@code event}, {@code store}, {@code threads},
 * {@code tracelog}, gateway-spi; used by {@code core}, {@code host}, {@code http.endpoint}, {@code push},
 * {@code rollout}, {@code trace}.
 */
@NullMarked
package io.mychat.gateway.core.cluster;

import org.jspecify.annotations.NullMarked;
