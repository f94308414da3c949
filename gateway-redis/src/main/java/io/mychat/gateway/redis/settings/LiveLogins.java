package io.mychat.gateway.redis.settings;

import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;

/**
 * The logins that new connections show. Connections that exist stay logged in, so that a new password ends none of them.
 * Thread-safe: the logins are one volatile reference.
 */
public final class LiveLogins {

    private volatile Access access;

    public LiveLogins(Access access) {
        this.access = access;
    }

    /** Connections from now on show these. */
    public void replace(Access next) {
        access = next;
    }

    /** Whether servers and sentinels would be shown the same. */
    public boolean areThoseOf(Access other) {
        return access.login().equals(other.login()) && access.sentinelLogin().equals(other.sentinelLogin());
    }

    /** For servers. */
    RedisCredentials ofServers() {
        return credentials(access.login());
    }

    /** For sentinels. */
    RedisCredentials ofSentinels() {
        return credentials(access.sentinelLogin());
    }

    /** Without a password nothing is shown. */
    private static RedisCredentials credentials(Login login) {
        return new DefaultRedisCredentials(
                login.username().orElse(null),
                login.password().map(String::toCharArray).orElse(null));
    }
}
