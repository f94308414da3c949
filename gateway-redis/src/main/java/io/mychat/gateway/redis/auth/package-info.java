/**
 * Refresh tokens, revocations and failed logins. Entry points: {@link io.mychat.gateway.redis.auth.RedisTokenStore} and
 * {@link io.mychat.gateway.redis.auth.RedisLoginFailures}. Times are the gateways' own, which therefore have to agree, as
 * they have to for tokens; what Redis decides are the scripts beside these classes.
 */
@NullMarked
package io.mychat.gateway.redis.auth;

import org.jspecify.annotations.NullMarked;
