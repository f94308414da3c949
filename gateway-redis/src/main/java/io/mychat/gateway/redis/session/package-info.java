/**
 * Who is logged in where. Entry point: {@link io.mychat.gateway.redis.session.RedisSessionStore}. Logins are decided by
 * scripts, the resources beside these classes. Neighbours: {@link io.mychat.gateway.redis.node} says which nodes' sessions
 * count.
 */
@NullMarked
package io.mychat.gateway.redis.session;

import org.jspecify.annotations.NullMarked;
