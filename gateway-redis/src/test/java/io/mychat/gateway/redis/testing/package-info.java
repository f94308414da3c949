/** Real Redis servers for tests. Entry point: {@link io.mychat.gateway.redis.testing.RedisServers}. */
@NullMarked
package io.mychat.gateway.redis.testing;

import org.jspecify.annotations.NullMarked;
