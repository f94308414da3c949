package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.bus.BusNode;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Encrypted connections to each kind of Redis, and what is said when they cannot be. */
class TlsTest {

    @TempDir
    private Path directory;

    @Test
    void callsAndSubscriptionsAreEncrypted() {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (RedisProcess server = RedisProcess.startTls(certificates)) {
            callsAndHears(RedisServers.of(server).withAccess(trusting(certificates)));
        }
    }

    @Test
    void aClusterIsEncrypted() {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (RedisCluster cluster = RedisCluster.startTls(certificates)) {
            callsAndHears(RedisServers.of(cluster).withAccess(trusting(certificates)));
        }
    }

    @Test
    void sentinelsAndTheirMasterAreEncrypted() {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (RedisProcess master = RedisProcess.startTls(certificates);
                RedisProcess sentinel = RedisProcess.startSentinel(master.port(), "main", certificates)) {
            callsAndHears(sentinel(sentinel).withAccess(trusting(certificates)));
        }
    }

    @Test
    void anUnknownAuthorityIsNamedAsTheReason() {
        TestCertificates stranger = TestCertificates.forLoopback(directory.resolve("stranger"));
        try (RedisProcess server = RedisProcess.startTls(TestCertificates.forLoopback(directory))) {
            fails(RedisServers.of(server).withAccess(trusting(stranger)), "redis.tls_ca_file");
        }
    }

    @Test
    void withoutAFileTheJvmsAuthoritiesAreTrusted() {
        try (RedisProcess server = RedisProcess.startTls(TestCertificates.forLoopback(directory))) {
            Access access = Access.open().withTls(ClientTls.of(Authorities.OF_THE_JVM, Optional.empty()));
            fails(RedisServers.of(server).withAccess(access), "the JVM");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        TestCertificates elsewhere = TestCertificates.forHost(directory, "elsewhere.example");
        try (RedisProcess server = RedisProcess.startTls(elsewhere)) {
            fails(RedisServers.of(server).withAccess(trusting(elsewhere)), "not for the host name");
        }
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() {
        TestCertificates old = TestCertificates.expired(directory);
        try (RedisProcess server = RedisProcess.startTls(old)) {
            fails(RedisServers.of(server).withAccess(trusting(old)), "not valid at this time");
        }
    }

    @Test
    void aServerWithoutTlsIsNamedAsTheReason() {
        try (RedisProcess server = RedisProcess.start()) {
            fails(RedisServers.of(server).withAccess(trusting(TestCertificates.forLoopback(directory))), "speak TLS");
        }
    }

    @Test
    void aServerThatWantsTlsIsNamedAsTheReason() {
        try (RedisProcess server = RedisProcess.startTls(TestCertificates.forLoopback(directory))) {
            fails(RedisServers.of(server), "redis.tls");
        }
    }

    @Test
    void aMissingClientCertificateIsNamedAsTheReason() {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (RedisProcess server = RedisProcess.startTls(certificates)) {
            try (Jedis jedis = server.connect()) {
                jedis.configSet("tls-auth-clients", "yes");
            }
            fails(RedisServers.of(server).withAccess(trusting(certificates)), "tls-auth-clients");
        }
    }

    @Test
    void aSentinelWithoutTlsIsNamedAsTheReason() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess sentinel = RedisProcess.startSentinel(master.port(), "main")) {
            fails(sentinel(sentinel).withAccess(trusting(TestCertificates.forLoopback(directory))), "speak TLS");
        }
    }

    private static RedisSettings sentinel(RedisProcess sentinel) {
        return RedisSettings.of(
                new Servers(Mode.SENTINEL, List.of(new Address("127.0.0.1", sentinel.port())), "main", 0, ""));
    }

    /** The server's certificate serves as the client's, too: one authority has issued it. */
    @Test
    void aClientCertificateIsShownAndTakenOver() throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        ClientTls identified = ClientTls.of(
                Authorities.read(certificates.authority()),
                Optional.of(CertifiedKey.read(certificates.certificate(), certificates.key(), Optional.empty())));
        try (RedisProcess server = RedisProcess.startTls(certificates)) {
            try (Jedis jedis = server.connect()) {
                jedis.configSet("tls-auth-clients", "yes");
            }
            callsAndHears(RedisServers.of(server).withAccess(Access.open().withTls(identified)));

            ClientTls anonymous = ClientTls.of(Authorities.read(certificates.authority()), Optional.empty());
            try (Redis redis =
                    Redis.of(RedisServers.of(server).withAccess(Access.open().withTls(anonymous)), new RealTime())) {
                assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                        .isInstanceOf(StoreUnavailableException.class);
                anonymous.adopt(identified);
                Awaitility.await()
                        .ignoreException(StoreUnavailableException.class)
                        .until(() -> "PONG".equals(redis.call(RedisCommand.keyless("PING"))));
            }
        }
    }

    private static Access trusting(TestCertificates certificates) {
        try {
            return Access.open().withTls(ClientTls.of(Authorities.read(certificates.authority()), Optional.empty()));
        } catch (PemException e) {
            throw new AssertionError(e);
        }
    }

    private static void callsAndHears(RedisSettings settings) {
        try (Redis redis = Redis.of(settings, new RealTime());
                BusNode bus = BusNode.hearing(redis, "me", SubscriptionSettings.defaults())) {
            for (String user : List.of("alice", "bob", "carol", "dave")) {
                String key = redis.keys().userSeq(user);
                redis.call(RedisCommand.write("SET", key, user));
                assertThat(redis.call(RedisCommand.read("GET", key))).isEqualTo(user);
            }
            bus.send("me", "encrypted");
            Awaitility.await().until(() -> bus.heard().contains("me encrypted"));
        }
    }

    /** On a busy machine a handshake may take longer than the deadline: then another attempt says why it fails. */
    private static void fails(RedisSettings settings, String reason) {
        Awaitility.await().pollDelay(Duration.ZERO).untilAsserted(() -> {
            try (Redis redis = Redis.of(settings.withDeadline(Duration.ofSeconds(1)), new RealTime())) {
                assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(reason);
            }
        });
    }
}
