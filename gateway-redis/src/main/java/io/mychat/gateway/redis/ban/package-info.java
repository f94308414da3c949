/**
 * Bans, for all gateways.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.ban.RedisBanStore}.
 *
 * <p>Neighbours: uses {@code client}, gateway-spi; used by {@code redis}.
 */
@NullMarked
package io.mychat.gateway.redis.ban;

import org.jspecify.annotations.NullMarked;
