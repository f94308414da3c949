package io.mychat.gateway.redis.settings;

import io.mychat.gateway.spi.config.ClientTls;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** Translates the settings for Jedis. Host names of certificates are checked. */
public final class ClientConfigs {

    private ClientConfigs() {}

    /** For calls: a socket waits no longer than the deadline. */
    public static JedisClientConfig calls(RedisSettings settings, LiveLogins logins) {
        return base(settings)
                .credentialsProvider(logins::ofServers)
                .clientName("mychat-gateway")
                .database(settings.servers().database())
                .build();
    }

    /** For a subscription, which is dead when it hears nothing for {@code silence}. */
    public static JedisClientConfig subscription(RedisSettings settings, LiveLogins logins, Duration silence) {
        return base(settings)
                .credentialsProvider(logins::ofServers)
                .clientName("mychat-gateway")
                .blockingSocketTimeoutMillis(Math.toIntExact(silence.toMillis()))
                .build();
    }

    /** For a look at what a server lets strangers do. */
    public static JedisClientConfig withoutLogin(RedisSettings settings) {
        return base(settings).build();
    }

    /** The configuration for sentinels, which have separate users and no databases. */
    public static JedisClientConfig sentinel(RedisSettings settings, LiveLogins logins) {
        return base(settings).credentialsProvider(logins::ofSentinels).build();
    }

    private static DefaultJedisClientConfig.Builder base(RedisSettings settings) {
        Duration limit = settings.deadline();
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(connectMillis(settings, limit))
                .socketTimeoutMillis(Math.toIntExact(limit.toMillis()));
        settings.access().tls().ifPresent(tls -> encrypt(config, tls));
        return config;
    }

    private static int connectMillis(RedisSettings settings, Duration limit) {
        return Math.toIntExact(Math.min(settings.pool().connectTimeout().toMillis(), limit.toMillis()));
    }

    /** {@code SslOptions} takes key stores only, which cannot be replaced, and makes a new context for each connection. */
    @SuppressWarnings("deprecation") // Jedis has no other way to take a context
    private static void encrypt(DefaultJedisClientConfig.Builder config, ClientTls tls) {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        config.ssl(true).sslSocketFactory(tls.context().getSocketFactory()).sslParameters(parameters);
    }
}
