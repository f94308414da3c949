/**
 * Refresh tokens, revocations and failed logins. Entry points: {@link io.mychat.gateway.redis.auth.RedisTokenStore} and
 * {@link io.mychat.gateway.redis.auth.RedisLoginFailures}. What Redis decides are the
 * scripts beside these classes, by Redis's clock; the ends of tokens are times of the gateways, which have to agree.
 */
@NullMarked
package io.mychat.gateway.redis.auth;

import org.jspecify.annotations.NullMarked;
