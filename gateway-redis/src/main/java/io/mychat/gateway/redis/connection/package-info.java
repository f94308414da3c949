/**
 * Connections to the servers of Redis: one server, a master behind sentinels, or a cluster. Entry point: {@link
 * io.mychat.gateway.redis.connection.JedisConnections}. Neighbours: {@code settings}, which says where the servers are; {@code
 * client}, which sends commands on these connections; {@code bus}, which reads subscriptions on connections of its own.
 */
@NullMarked
package io.mychat.gateway.redis.connection;

import org.jspecify.annotations.NullMarked;
