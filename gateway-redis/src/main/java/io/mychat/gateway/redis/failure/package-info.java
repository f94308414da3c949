/**
 * Jedis's exceptions and the errors of servers, translated into messages that name neither secrets nor data. Entry points: {@link
 * io.mychat.gateway.redis.failure.Failures}, which translates, and {@link io.mychat.gateway.redis.failure.RedisFailure}, whose
 * kind says what a failure means for the next call. Neighbours: {@code client}, which opens a circuit for failures of the kind
 * {@code UNREACHABLE} and reports the others to the operator.
 */
@NullMarked
package io.mychat.gateway.redis.failure;

import org.jspecify.annotations.NullMarked;
