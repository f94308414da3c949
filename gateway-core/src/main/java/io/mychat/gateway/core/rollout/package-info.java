/**
 * Rollouts: clients leave this node for others at a rate, in a drain, at a stop and in a rebalance (protocol.md 2).
 *
 * <p>Entry point: {@link io.mychat.gateway.core.rollout.NodeRollout}.
 *
 * <p>Neighbours: uses {@code cluster}, {@code config}, {@code connection}, {@code threads}, gateway-spi; used by
 * {@code core}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.rollout;

import org.jspecify.annotations.NullMarked;
