/**
 * Section {@code redis} of the configuration, checked, and its translation for Jedis.
 *
 * <p>Entry points: {@link io.mychat.gateway.redis.settings.SettingsReader}, which reads the section, and
 * {@link io.mychat.gateway.redis.settings.RedisSettings}, which it returns.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code redis}, {@code auth}, {@code chat}, {@code client},
 * {@code connection}, {@code failure}.
 */
@NullMarked
package io.mychat.gateway.redis.settings;

import org.jspecify.annotations.NullMarked;
