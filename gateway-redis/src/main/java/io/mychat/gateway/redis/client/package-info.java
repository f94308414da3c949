/**
 * The way to Redis: connections, time limits, scripts, key names and values. Entry point:
 * {@link io.mychat.gateway.redis.client.Redis}, which everything else in this module calls and which alone knows Jedis.
 */
@NullMarked
package io.mychat.gateway.redis.client;

import org.jspecify.annotations.NullMarked;
