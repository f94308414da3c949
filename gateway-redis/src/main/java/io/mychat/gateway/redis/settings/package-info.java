/**
 * Section {@code redis} of the configuration, checked, and the same in Jedis's words. Entry points: {@link
 * io.mychat.gateway.redis.settings.SettingsReader}, which reads the section, and {@link
 * io.mychat.gateway.redis.settings.RedisSettings}, which it returns. Neighbours: {@code connection}, which connects with these
 * settings, and {@code client}.
 */
@NullMarked
package io.mychat.gateway.redis.settings;

import org.jspecify.annotations.NullMarked;
