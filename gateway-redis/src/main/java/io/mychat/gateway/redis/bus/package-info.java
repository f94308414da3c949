/**
 * The bus of the SPI: short messages between nodes, each of which has a channel.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.bus.RedisNodeBus}.
 *
 * <p>Neighbours: uses {@code client}, {@code node}, {@code subscription}, gateway-spi; used by {@code redis}.
 */
@NullMarked
package io.mychat.gateway.redis.bus;

import org.jspecify.annotations.NullMarked;
