package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.client.RedisSettings.Access;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** The settings in Jedis's words. Host names of certificates are checked. */
final class ClientConfigs {

    private static final String STORE_TYPE = "PKCS12";
    /** Of a store that exists in memory only and holds nothing secret. */
    private static final String STORE_PASSWORD = "certificates";

    private ClientConfigs() {}

    /** For calls: a socket waits no longer than the deadline. */
    static JedisClientConfig calls(RedisSettings settings) {
        return base(settings, settings.deadline())
                .database(settings.servers().database())
                .build();
    }

    /** For a subscription, which is dead when it hears nothing for {@code silence}. */
    static JedisClientConfig subscription(RedisSettings settings, Duration silence) {
        return base(settings, settings.deadline())
                .blockingSocketTimeoutMillis(Math.toIntExact(silence.toMillis()))
                .build();
    }

    /** For sentinels, which have no users and no databases of ours. */
    static JedisClientConfig sentinel(RedisSettings settings) {
        return DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(connectMillis(settings, settings.deadline()))
                .socketTimeoutMillis(Math.toIntExact(settings.deadline().toMillis()))
                .build();
    }

    private static DefaultJedisClientConfig.Builder base(RedisSettings settings, Duration limit) {
        Access access = settings.access();
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .clientName("mychat-gateway")
                .connectionTimeoutMillis(connectMillis(settings, limit))
                .socketTimeoutMillis(Math.toIntExact(limit.toMillis()));
        access.username().ifPresent(config::user);
        access.password().ifPresent(config::password);
        if (access.tls()) {
            config.sslOptions(tls(access));
        }
        return config;
    }

    private static int connectMillis(RedisSettings settings, Duration limit) {
        return Math.toIntExact(Math.min(settings.pool().connectTimeout().toMillis(), limit.toMillis()));
    }

    private static SslOptions tls(Access access) {
        SslOptions.Builder tls = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        access.caFile().ifPresent(file -> {
            byte[] trusted = trustStore(file);
            tls.trustStoreType(STORE_TYPE)
                    .truststore(() -> new ByteArrayInputStream(trusted), STORE_PASSWORD.toCharArray());
        });
        return tls.build();
    }

    private static byte[] trustStore(Path caFile) {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(STORE_TYPE);
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, one);
            }
            if (number == 0) {
                throw new IllegalArgumentException("redis.tls_ca_file has no certificate: " + caFile);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            trusted.store(bytes, STORE_PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("redis.tls_ca_file cannot be read as PEM certificates: " + caFile, e);
        }
    }
}
