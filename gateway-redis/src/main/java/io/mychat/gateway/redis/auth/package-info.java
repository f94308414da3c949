/**
 * Refresh tokens, revocations and failed logins.
 *
 * <p>Entry points: {@link io.mychat.gateway.redis.auth.RedisTokenStore} and
 * {@link io.mychat.gateway.redis.auth.RedisLoginFailures}.
 *
 * <p>Decisions are made by the scripts beside these classes, with Redis's clock. Expiry times of tokens come from the
 * gateways, whose clocks have to agree.
 *
 * <p>Neighbours: uses {@code client}, {@code settings}, gateway-spi; used by {@code redis}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.redis.auth;

import org.jspecify.annotations.NullMarked;
