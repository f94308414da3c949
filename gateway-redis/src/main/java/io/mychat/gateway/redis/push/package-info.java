/**
 * Idempotency keys of pushes, for all gateways. Entry point: {@link io.mychat.gateway.redis.push.RedisIdempotencyStore}.
 * Neighbours: {@code client}, which carries its calls.
 */
@NullMarked
package io.mychat.gateway.redis.push;

import org.jspecify.annotations.NullMarked;
