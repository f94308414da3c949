package io.mychat.gateway.redis.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.redis.settings.ClientConfigs;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.redis.testing.DocumentedRights;
import io.mychat.gateway.redis.testing.FakeServer;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisSentinel;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What an operator should mend at Redis's servers. */
class ServerWarningsTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void aServerThatIsRunAsItShouldBeIsNotWarnedOf() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            protect(server);
            try (JedisConnections jedisConnections = link(withPassword(server))) {
                ServerWarnings warnings = warnings(jedisConnections, withPassword(server), Duration.ZERO);

                warnings.look();

                assertThat(warnings.texts()).isEmpty();
                assertThat(warnings.isDegraded()).isFalse();
                assertThat(log).isEmpty();
            }
        }
    }

    @Test
    void snapshotsAreAFileToo() {
        try (RedisProcess server = RedisProcess.start()) {
            protect(server);
            config(server, "save", "3600 1");
            try (JedisConnections jedisConnections = link(withPassword(server))) {
                ServerWarnings warnings = warnings(jedisConnections, withPassword(server), Duration.ZERO);

                warnings.look();

                assertThat(warnings.texts()).isEmpty();
            }
        }
    }

    @Test
    void anEvictingPolicyIsSaidOnceAndIsOverWhenItIsMended() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            protect(server);
            config(server, "maxmemory-policy", "volatile-lru");
            try (JedisConnections jedisConnections = link(withPassword(server))) {
                ServerWarnings warnings = warnings(jedisConnections, withPassword(server), Duration.ZERO);

                warnings.look();
                warnings.look();

                String text = "Redis at 127.0.0.1:" + server.port() + " evicts keys when its memory is full"
                        + " (maxmemory-policy volatile-lru): sessions, messages and revocations vanish;"
                        + " set maxmemory-policy noeviction";
                assertThat(warnings.texts()).containsExactly(text);
                assertThat(warnings.isDegraded()).isTrue();
                assertThat(log).containsExactly(text);
                assertThat(count(warnings, "redis_masters_evicting")).isEqualTo(1);

                config(server, "maxmemory-policy", "noeviction");
                warnings.look();
                assertThat(warnings.texts()).isEmpty();
                assertThat(warnings.isDegraded()).isFalse();

                config(server, "maxmemory-policy", "allkeys-random");
                warnings.look();
                assertThat(log).as("again, because it was mended between").hasSize(2);
            }
        }
    }

    @Test
    void missingPersistenceAndPasswordOnlyWarn() {
        try (RedisProcess server = RedisProcess.start();
                JedisConnections jedisConnections = link(RedisServers.of(server))) {
            ServerWarnings warnings = warnings(jedisConnections, RedisServers.of(server), Duration.ZERO);

            warnings.look();

            assertThat(warnings.texts())
                    .anyMatch(text -> text.contains("keeps nothing on disk"))
                    .anyMatch(text -> text.contains("lets everybody in without a password"))
                    .hasSize(2);
            assertThat(log).hasSize(2);
            assertThat(warnings.isDegraded()).isFalse();
        }
    }

    @Test
    void aGatewayThatHasAPasswordWhileStrangersNeedNoneIsWarnedOf() {
        try (RedisProcess server = RedisProcess.startDurable()) {
            RedisSettings settings = RedisServers.of(server);
            try (Jedis jedis = server.connect()) {
                jedis.aclSetUser("gateway", "on", ">secret", "~*", "&*", "+@all");
            }
            RedisSettings known = settings.withAccess(Access.open().withLogin(Login.of("gateway", "secret")));
            try (JedisConnections jedisConnections = link(known)) {
                ServerWarnings warnings = warnings(jedisConnections, known, Duration.ZERO);

                warnings.look();

                assertThat(warnings.texts()).singleElement().asString().contains("lets everybody in");
            }
        }
    }

    @Test
    void aClockThatIsMoreThanASecondOffIsWarnedOf() {
        Map<Duration, String> sides = Map.of(
                Duration.ofMillis(1500), "behind this gateway's",
                Duration.ofMillis(-1500), "ahead of this gateway's",
                Duration.ofMillis(400), "",
                Duration.ofMillis(-400), "");
        try (RedisProcess server = RedisProcess.startDurable()) {
            protect(server);
            try (JedisConnections jedisConnections = link(withPassword(server))) {
                sides.forEach((offset, side) -> {
                    ServerWarnings warnings = warnings(jedisConnections, withPassword(server), offset);

                    warnings.look();

                    if (side.isEmpty()) {
                        assertThat(warnings.texts()).as("%s", offset).isEmpty();
                    } else {
                        assertThat(warnings.texts()).singleElement().asString().contains(side);
                        assertThat(warnings.isDegraded()).isTrue();
                        assertThat(count(warnings, "redis_masters_with_other_time"))
                                .isEqualTo(1);
                    }
                });
            }
        }
    }

    @Test
    void whatTheUserMayNotAskIsSaidOnceAndAskedOnce() {
        try (RedisProcess server = RedisProcess.start()) {
            RedisSettings settings = DocumentedRights.only(RedisServers.of(server), List.of(server));
            protect(server);
            try (JedisConnections jedisConnections = link(settings)) {
                ServerWarnings warnings = warnings(jedisConnections, settings, Duration.ZERO);

                warnings.look();
                warnings.look();
                warnings.look();

                assertThat(warnings.texts()).isEmpty();
                assertThat(log)
                        .singleElement()
                        .asString()
                        .contains("'config|get'")
                        .contains("cannot be known");
                assertThat(count(warnings, "redis_masters_unknown")).isEqualTo(1);
                assertThat(refusals(server)).isEqualTo(1);
            }
            try (Jedis jedis = connect(server)) {
                jedis.aclSetUser(settings.access().login().username().orElseThrow(), "-info");
            }
            log.clear();
            try (JedisConnections jedisConnections = link(settings)) {
                ServerWarnings warnings = warnings(jedisConnections, settings, Duration.ZERO);

                warnings.look();
                warnings.look();

                assertThat(warnings.texts()).isEmpty();
                assertThat(log).singleElement().asString().contains("'info'").contains("cannot be known");
            }
        }
    }

    @Test
    void eachMasterOfAClusterIsLookedAt() {
        try (RedisCluster cluster = RedisCluster.start()) {
            RedisSettings settings = RedisServers.of(cluster).withDeadline(Duration.ofMillis(500));
            RedisProcess odd = cluster.nodes().get(2);
            config(odd, "maxmemory-policy", "allkeys-lfu");
            try (JedisConnections jedisConnections = link(settings)) {
                ServerWarnings warnings = warnings(jedisConnections, settings, Duration.ZERO);

                warnings.look();

                assertThat(warnings.texts())
                        .filteredOn(text -> text.contains("evicts"))
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1:" + odd.port());
                assertThat(count(warnings, "redis_masters_without_password")).isEqualTo(3);

                odd.pause();
                warnings.look();
                assertThat(count(warnings, "redis_masters_evicting"))
                        .as("nobody has mended it")
                        .isEqualTo(1);
                odd.resume();
            }
        }
    }

    @Test
    void behindSentinelsItIsTheMasterThatIsLookedAt() {
        try (RedisSentinel servers = RedisSentinel.start()) {
            config(servers.master(), "maxmemory-policy", "allkeys-lru");
            RedisSettings settings = RedisSettings.of(new Servers(
                    Mode.SENTINEL,
                    List.of(new Address("127.0.0.1", servers.sentinels().get(0).port())),
                    servers.masterName(),
                    0,
                    ""));
            try (JedisConnections jedisConnections = link(settings)) {
                ServerWarnings warnings = warnings(jedisConnections, settings, Duration.ZERO);

                warnings.look();

                assertThat(warnings.texts())
                        .anyMatch(text -> text.startsWith(
                                "Redis at 127.0.0.1:" + servers.master().port() + " evicts"));
            }
        }
    }

    @Test
    void whereNobodyIsOrSomethingElseAnswersNothingIsSaid() {
        RedisSettings nobody;
        try (RedisProcess gone = RedisProcess.start()) {
            nobody = RedisServers.of(gone);
        }
        try (JedisConnections jedisConnections = link(nobody)) {
            ServerWarnings warnings = warnings(jedisConnections, nobody, Duration.ZERO);
            warnings.look();
            assertThat(warnings.texts()).isEmpty();
        }
        try (FakeServer other = FakeServer.redis("7.0.0")) {
            RedisSettings settings =
                    RedisSettings.single("127.0.0.1", other.port()).withDeadline(Duration.ofMillis(200));
            try (JedisConnections jedisConnections = link(settings)) {
                ServerWarnings warnings = warnings(jedisConnections, settings, Duration.ZERO);
                warnings.look();
                assertThat(warnings.isDegraded()).isFalse();
            }
        }
    }

    @Test
    void healthAndMetricsShowThem() {
        try (RedisProcess server = RedisProcess.start()) {
            config(server, "maxmemory-policy", "allkeys-lru");
            ServerCheckSettings check = new ServerCheckSettings(Duration.ofMillis(100), Duration.ofSeconds(1));
            try (Redis redis = Redis.of(RedisServers.of(server), check, new RealTime())) {
                assertThat(redis.status()).isEqualTo(Status.HEALTHY);

                redis.inspectServers();

                Awaitility.await().until(() -> redis.warnings().size() == 3);
                assertThat(redis.status()).isEqualTo(Status.DEGRADED);
                assertThat(redis.metrics())
                        .filteredOn(metric -> metric.name().startsWith("redis_masters_"))
                        .extracting(Metric::value)
                        .containsExactly(1.0, 1.0, 0.0, 1.0, 0.0, 0.0);
                config(server, "maxmemory-policy", "noeviction");
                Awaitility.await().until(() -> redis.status() == Status.HEALTHY);
                assertThat(redis.warnings()).hasSize(2);
            }
        }
    }

    private ServerWarnings warnings(JedisConnections jedisConnections, RedisSettings settings, Duration offset) {
        ServerInspection inspection = new ServerInspection(
                jedisConnections, ClientConfigs.withoutLogin(settings), new ShiftedTime(offset), Duration.ofSeconds(1));
        return new ServerWarnings(jedisConnections, inspection, log::add);
    }

    private static JedisConnections link(RedisSettings settings) {
        return new JedisConnections(settings, new LiveLogins(settings.access()));
    }

    private static RedisSettings withPassword(RedisProcess server) {
        return RedisServers.of(server).withAccess(Access.open().withLogin(Login.of("default", "secret")));
    }

    private static void protect(RedisProcess server) {
        try (Jedis jedis = server.connect()) {
            jedis.configSet("requirepass", "secret");
        }
    }

    private static void config(RedisProcess server, String name, String value) {
        try (Jedis jedis = connect(server)) {
            jedis.configSet(name, value);
        }
    }

    /** With the password, where there is one. */
    private static Jedis connect(RedisProcess server) {
        try {
            return server.connect();
        } catch (JedisDataException e) {
            return new Jedis(
                    new HostAndPort("127.0.0.1", server.port()),
                    DefaultJedisClientConfig.builder()
                            .resp2()
                            .password("secret")
                            .build());
        }
    }

    private static long refusals(RedisProcess server) {
        try (Jedis jedis = connect(server)) {
            return jedis.aclLog().stream()
                    .filter(entry -> entry.getObject().contains("config"))
                    .mapToLong(entry -> entry.getCount())
                    .sum();
        }
    }

    private static double count(ServerWarnings warnings, String kind) {
        return warnings.metrics().stream()
                .filter(metric -> metric.name().equals(kind))
                .mapToDouble(Metric::value)
                .sum();
    }

    /** A clock that is off. */
    private record ShiftedTime(Duration offset) implements TimeSource {

        @Override
        public Instant now() {
            return Instant.now().plus(offset);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            throw new UnsupportedOperationException("nothing is scheduled here");
        }
    }
}
