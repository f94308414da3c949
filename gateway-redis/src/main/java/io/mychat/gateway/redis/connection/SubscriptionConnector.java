package io.mychat.gateway.redis.connection;

import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import java.time.Duration;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Opens connections for subscriptions, outside the pool and with their own timeouts. */
public final class SubscriptionConnector {

    private final RedisSettings settings;
    private final LiveLogins logins;
    private final JedisConnections jedisConnections;

    public SubscriptionConnector(RedisSettings settings, LiveLogins logins, JedisConnections jedisConnections) {
        this.settings = settings;
        this.logins = logins;
        this.jedisConnections = jedisConnections;
    }

    /**
     * Connects to the server that has the key. Blocks for twice the deadline at most.
     *
     * @param silence the time without input after which a read of the subscription ends with an exception
     * @throws redis.clients.jedis.exceptions.JedisException when it cannot
     */
    public Connection connect(String key, Duration silence) {
        HostAndPort server;
        try (Connection pooled = jedisConnections.connectionTo(key)) {
            server = pooled.getHostAndPort();
        }
        return new Connection(server, ClientConfigs.subscription(settings, logins, silence));
    }

    /** A server does not have the channel any more: the next connection goes to the server that has it. Blocks. */
    public void moved() {
        jedisConnections.renewSlots();
    }
}
