/**
 * Hints between gateways.
 *
 * <p>Entry points: {@link io.mychat.gateway.redis.bus.RedisNodeBus}, the bus of the SPI, and
 * {@link io.mychat.gateway.redis.bus.TopicBus}, which carries it.
 *
 * <p>Neighbours: uses {@code client}, {@code connection}, {@code node}, {@code schedule}, gateway-spi; used by
 * {@code redis}, {@code chat}, {@code chat.notification}.
 */
@NullMarked
package io.mychat.gateway.redis.bus;

import org.jspecify.annotations.NullMarked;
