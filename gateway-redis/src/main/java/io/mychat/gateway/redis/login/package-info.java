/**
 * Logins that one script decides: the revocation of the token, the seat and the bounds of the inbox.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.login.RedisLoginStore}.
 *
 * <p>Neighbours: uses {@code auth}, {@code chat}, {@code client}, {@code session}, gateway-spi; used by {@code redis}.
 */
@NullMarked
package io.mychat.gateway.redis.login;

import org.jspecify.annotations.NullMarked;
