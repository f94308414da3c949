/**
 * Translation of Jedis's exceptions and of server errors into messages that contain neither secrets nor data.
 *
 * <p>Entry points: {@link io.mychat.gateway.redis.failure.Failures}, which translates, and
 * {@link io.mychat.gateway.redis.failure.RedisFailure}, whose kind says what a failure means for the next call.
 *
 * <p>Neighbours: uses {@code settings}, gateway-spi; used by {@code client}, {@code connection}, {@code session}.
 */
@NullMarked
package io.mychat.gateway.redis.failure;

import org.jspecify.annotations.NullMarked;
