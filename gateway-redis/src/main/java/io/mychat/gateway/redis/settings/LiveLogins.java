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

    /** Sets the logins that connections from now on show. */
    public void replace(Access next) {
        access = next;
    }

    /** Whether servers and sentinels would be shown the same. */
    public boolean areThoseOf(Access other) {
        return access.login().equals(other.login()) && access.sentinelLogin().equals(other.sentinelLogin());
    }

    /** The credentials for Redis servers. */
    RedisCredentials ofServers() {
        return credentials(access.login());
    }

    /** The credentials for sentinels. */
    RedisCredentials ofSentinels() {
        return credentials(access.sentinelLogin());
    }

    /** A login without a password shows no credentials. */
    private static RedisCredentials credentials(Login login) {
        return new DefaultRedisCredentials(
                login.username().orElse(null),
                login.password().map(String::toCharArray).orElse(null));
    }
}
