/**
 * Hints between gateways. Entry point: {@link io.mychat.gateway.redis.bus.RedisNodeBus}, the SPI's bus, and
 * {@link io.mychat.gateway.redis.bus.TopicBus} underneath, which other rooms of this module use too.
 */
@NullMarked
package io.mychat.gateway.redis.bus;

import org.jspecify.annotations.NullMarked;
