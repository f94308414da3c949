/**
 * Connections to Redis: to one server, to a master behind sentinels, or to a cluster.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.connection.JedisConnections}.
 *
 * <p>Neighbours: uses {@code failure}, {@code settings}, gateway-spi; used by {@code client}, {@code inspection},
 * {@code subscription}.
 */
@NullMarked
package io.mychat.gateway.redis.connection;

import org.jspecify.annotations.NullMarked;
