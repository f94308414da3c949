/**
 * Who is logged in on which device and node. Logins are decided by the scripts beside these classes.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.session.RedisSessionStore}.
 *
 * <p>Neighbours: uses {@code client}, {@code node}, {@code schedule}, gateway-spi; used by {@code redis}.
 */
@NullMarked
package io.mychat.gateway.redis.session;

import org.jspecify.annotations.NullMarked;
