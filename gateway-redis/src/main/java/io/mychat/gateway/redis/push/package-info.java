/**
 * Idempotency keys of pushes, for all gateways.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.push.RedisIdempotencyStore}.
 *
 * <p>Neighbours: uses {@code client}, gateway-spi; used by {@code redis}.
 */
@NullMarked
package io.mychat.gateway.redis.push;

import org.jspecify.annotations.NullMarked;
