/**
 * What gateways share: sessions, messages, tokens and hints, in Redis.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.RedisModuleProvider}, which the gateway finds by itself and which reads
 * section {@code redis}; without that section this module does nothing. Every room beside this one holds one of the SPI's
 * stores, and {@link io.mychat.gateway.redis.client} the way to Redis that they share.
 */
@NullMarked
package io.mychat.gateway.redis;

import org.jspecify.annotations.NullMarked;
