/**
 * State that the gateways of a cluster share in Redis: sessions, messages, tokens and hints.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.RedisModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader} and which reads section {@code redis}. Without that section this module does
 * nothing.
 *
 * <p>Neighbours: uses {@code auth}, {@code ban}, {@code bus}, {@code chat}, {@code chat.notification}, {@code client},
 * {@code inspection}, {@code login}, {@code node}, {@code push}, {@code session}, {@code settings},
 * {@code subscription}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.redis;

import org.jspecify.annotations.NullMarked;
