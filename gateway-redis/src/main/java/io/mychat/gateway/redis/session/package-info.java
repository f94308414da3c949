/**
 * The sessions of all users, by device and node. The scripts beside these classes decide logins.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.session.RedisSessionStore}.
 *
 * <p>Neighbours: uses {@code client}, {@code failure}, {@code node}, {@code schedule}, gateway-spi; used by
 * {@code redis}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.redis.session;

import org.jspecify.annotations.NullMarked;
