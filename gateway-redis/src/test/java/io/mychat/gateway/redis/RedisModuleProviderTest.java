package io.mychat.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.testing.FakeServer;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.MapSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisModuleProviderTest {

    private final RedisModuleProvider provider = new RedisModuleProvider();
    private final CollectedAdapters collectedAdapters = new CollectedAdapters();

    @Test
    void theGatewayFindsIt() {
        assertThat(ServiceLoader.load(ModuleProvider.class).stream().map(ServiceLoader.Provider::type))
                .contains(RedisModuleProvider.class);
    }

    @Test
    void withoutItsSectionItOffersNothing() {
        provider.configure(new MapSection(new RedisModuleProvider(), "auth", Map.of()).in(Path.of("."), new RealTime()))
                .create(collectedAdapters);

        assertThat(collectedAdapters.all()).isEmpty();
    }

    @Test
    void everyFaultIsReported() {
        MapSection section = new MapSection(
                new RedisModuleProvider(),
                "redis",
                Map.of(
                        "mode", "sentinel",
                        "host", "localhost",
                        "nodes", List.of("localhost:26379"),
                        "username", "gateway",
                        "key_prefix", "a{b",
                        "pool_size", 5L,
                        "max_connections", 4L,
                        "min_connections", 7L,
                        "tls_ca_file", "ca.pem"));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "redis.host",
                        "redis.master_name",
                        "redis.username",
                        "redis.key_prefix",
                        "redis.pool_size",
                        "redis.min_connections",
                        "redis.tls_ca_file");
    }

    @Test
    void aClusterHasOneDatabaseAndNeedsAnAddress() {
        MapSection section = new MapSection(new RedisModuleProvider(), "redis", Map.of("mode", "cluster", "db", 3L));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults())
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("redis.nodes:"))
                .anyMatch(fault -> fault.startsWith("redis.db:"));
    }

    @Test
    void theGatewayStartsWithoutRedisAndWorksWhenItComes() throws Exception {
        try (RedisProcess server = RedisProcess.start()) {
            server.kill();
            MapSection section = new MapSection(
                    new RedisModuleProvider(),
                    "redis",
                    Map.of("host", "127.0.0.1", "port", (long) server.port(), "deadline_ms", 300L));
            provider.configure(section.in(Path.of("."), new RealTime())).create(collectedAdapters);
            assertThat(section.faults()).isEmpty();
            assertThat(collectedAdapters.one(SessionStore.class)).isNotNull();
            assertThat(collectedAdapters.one(LoginFailures.class)).isNotNull();
            TokenStore tokens = collectedAdapters.one(TokenStore.class);
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> tokens.generation("alice")).isInstanceOf(StoreUnavailableException.class);
            }
            HealthIndicator health = collectedAdapters.one(HealthIndicator.class);
            assertThat(health.component()).isEqualTo("redis");
            assertThat(health.status()).isEqualTo(HealthIndicator.Status.DEGRADED);

            server.restartEmpty();

            NodeBus bus = collectedAdapters.one(NodeBus.class);
            Awaitility.await().ignoreExceptions().until(() -> bus.nodes().contains("n1"));
            assertThat(tokens.generation("alice")).isZero();
            assertThat(health.status()).isEqualTo(HealthIndicator.Status.HEALTHY);
            List<Metric> metrics = collectedAdapters.every(MetricSource.class).stream()
                    .filter(one -> !(one instanceof SessionStore)
                            && !(one instanceof MessageStore)
                            && !(one instanceof NodeBus))
                    .flatMap(one -> one.metrics().stream())
                    .toList();
            assertThat(metrics)
                    .extracting(Metric::name)
                    .contains("redis_commands_total", "redis_lease_left_seconds", "redis_refresh_age_seconds")
                    .doesNotHaveDuplicates();
        } finally {
            collectedAdapters.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "2.8.24"})
    void theGatewayDoesNotStartOnARedisThatIsTooOld(String version) {
        try (FakeServer server = FakeServer.redis(version)) {
            // A cold JVM on a busy machine takes its time for the first call.
            assertThatThrownBy(() -> create(server.port(), Duration.ofSeconds(30)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Redis " + version.substring(0, 3) + " is too old: the gateway needs 6.2 or newer");
            assertThat(collectedAdapters.all()).isEmpty();
        }
    }

    @Test
    void theGatewayStartsDegradedOnWhatIsNoRedis() throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            create(server.port());

            assertThatThrownBy(() -> collectedAdapters.one(TokenStore.class).generation("alice"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("no Redis");
            Awaitility.await()
                    .until(() ->
                            collectedAdapters.one(HealthIndicator.class).status() == HealthIndicator.Status.DEGRADED);
        } finally {
            collectedAdapters.close();
        }
    }

    @Test
    void anUnreadableCaFileIsAConfigurationFault() {
        MapSection section = new MapSection(
                new RedisModuleProvider(), "redis", Map.of("tls", true, "tls_ca_file", "no-such-file.pem"));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults())
                .singleElement()
                .asString()
                .startsWith("redis.tls_ca_file: ")
                .endsWith("no-such-file.pem does not exist");
    }

    @Test
    void aFileWithoutCertificatesIsAFaultOfTheConfiguration() {
        MapSection section =
                new MapSection(new RedisModuleProvider(), "redis", Map.of("tls", true, "tls_ca_file", "pom.xml"));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults()).singleElement().asString().startsWith("redis.tls_ca_file: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 1999})
    void aSubscriptionIsNotTakenForDeafBetweenTwoProbes(long silence) {
        MapSection section = new MapSection(
                new RedisModuleProvider(), "redis", Map.of("bus_probe_ms", 1000L, "bus_silence_ms", silence));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults())
                .singleElement()
                .asString()
                .startsWith("redis.bus_silence_ms: must be at least twice bus_probe_ms (1000)");
    }

    @Test
    void rareProbesNeedNoSilenceOfOnesOwn() {
        MapSection section = new MapSection(new RedisModuleProvider(), "redis", Map.of("bus_probe_ms", 50_000L));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults()).isEmpty();
    }

    @Test
    void onlySentinelsHaveAPasswordOfSentinels() {
        MapSection section = new MapSection(new RedisModuleProvider(), "redis", Map.of("sentinel_password", "secret"));

        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));

        assertThat(section.faults()).singleElement().asString().startsWith("redis.sentinel_password: ");
    }

    private void create(int port) {
        create(port, Duration.ofMillis(500));
    }

    private void create(int port, Duration deadline) {
        MapSection section = new MapSection(
                new RedisModuleProvider(),
                "redis",
                Map.of("host", "127.0.0.1", "port", (long) port, "deadline_ms", deadline.toMillis()));
        provider.configure(section.in(Path.of("."), new RealTime())).create(collectedAdapters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:6379", " h", "redis://h", "user@h", "h/0"})
    void aHostThatIsMoreThanAHostIsAFault(String host) {
        MapSection section = new MapSection(new RedisModuleProvider(), "redis", Map.of("host", host));
        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));
        assertThat(section.faults()).singleElement().asString().startsWith("redis.host: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "my_redis", "redis-0.redis.svc.cluster.local", "10.0.0.1", "::1", "fe80::1%eth0"})
    void namesAndAddressesAreHosts(String host) {
        MapSection section = new MapSection(new RedisModuleProvider(), "redis", Map.of("host", host));
        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));
        assertThat(section.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:0", "h:99999", "h", "redis://h:1"})
    void anAddressWithoutAPortThatThereCanBeIsOneFaultThatNamesIt(String node) {
        MapSection section =
                new MapSection(new RedisModuleProvider(), "redis", Map.of("mode", "cluster", "nodes", List.of(node)));
        ModuleProvider.Module unused = provider.configure(section.in(Path.of("."), new RealTime()));
        assertThat(section.faults())
                .singleElement()
                .asString()
                .startsWith("redis.nodes: ")
                .endsWith(node);
    }
}
