/**
 * Inspection of the masters for what an operator should change: eviction, persistence, password, clock.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.inspection.ServerWarnings}.
 *
 * <p>Neighbours: uses {@code connection}, gateway-spi; used by {@code redis}, {@code client}.
 */
@NullMarked
package io.mychat.gateway.redis.inspection;

import org.jspecify.annotations.NullMarked;
