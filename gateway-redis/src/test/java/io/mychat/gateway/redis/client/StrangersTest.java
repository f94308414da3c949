package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Pool;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.redis.testing.FakeServer;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** What is said, and how long it takes, when the server is none of ours, or does not let us in. */
class StrangersTest {

    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Login GUESSED = Login.of("gateway", "guessed secret");

    @ParameterizedTest
    @EnumSource(Mode.class)
    void anHttpServerIsNoRedis(Mode mode) {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            fails(settings(mode, server.port()), "what answers there is no Redis, or wants TLS (redis.tls)");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aServerThatSaysNothingCostsTheDeadline(Mode mode) {
        try (FakeServer server = FakeServer.silent()) {
            fails(settings(mode, server.port()), "Redis did not answer in time", "no answer in time");
        }
    }

    @Test
    void anEndlessAnswerCostsABoundedNumberOfConnections() {
        try (FakeServer server = FakeServer.endless("+", "x")) {
            RedisSettings settings = settings(Mode.SINGLE, server.port())
                    .withPool(new Pool(0, 2, new CallLimits(10, 2, 64), Duration.ofSeconds(30), Duration.ofSeconds(1)));
            try (Redis redis = Redis.of(settings, new RealTime())) {
                Awaitility.await().untilAsserted(() -> {
                    failsOn(
                            redis,
                            "Redis did not answer in time",
                            "Redis is not reachable",
                            "too many calls wait for Redis");
                    assertThat(redis.status()).isEqualTo(Status.DEGRADED);
                });
                assertThat(server.connections()).isLessThanOrEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whoeverDoesNotExistIsTold(Mode mode) {
        fails(
                RedisSettings.of(new Servers(
                        mode, List.of(new Address("x".repeat(64) + ".invalid", 6379)), "main", 0, "")),
                "its host name is unknown");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void nobodyListensIsTold(Mode mode) {
        int port;
        try (FakeServer server = FakeServer.silent()) {
            port = server.port();
        }
        fails(settings(mode, port), "nobody listens there");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"SINGLE", "CLUSTER"})
    void aWrongPasswordIsTold(Mode mode) {
        try (RedisProcess server = RedisProcess.start("--requirepass", "the secret")) {
            Access guessed = Access.open().withLogin(GUESSED);
            fails(
                    settings(mode, server.port()).withAccess(guessed),
                    "Redis refuses redis.username and redis.password: WRONGPASS");
            fails(settings(mode, server.port()), "Redis refuses redis.username and redis.password: NOAUTH");
        }
    }

    @Test
    void aSentinelHasAPasswordOfItsOwn() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess sentinel =
                        RedisProcess.startSentinel(master.port(), "main", null, "requirepass \"sentinel secret\"")) {
            RedisSettings settings = settings(Mode.SENTINEL, sentinel.port());
            fails(settings, "a sentinel refuses redis.sentinel_username and redis.sentinel_password");
            works(settings, new Login(Optional.empty(), Optional.of("sentinel secret")))
                    .close();
        }
    }

    @Test
    void aSentinelsUserNeedsTheDocumentedRights() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess sentinel = RedisProcess.startSentinel(
                        master.port(),
                        "main",
                        null,
                        "user gateway on >secret resetchannels &+switch-master -@all"
                                + " +sentinel|get-master-addr-by-name +subscribe")) {
            try (Redis redis = works(settings(Mode.SENTINEL, sentinel.port()), Login.of("gateway", "secret"));
                    Jedis jedis = sentinel.connect()) {
                assertThat(redis.status()).isEqualTo(Status.HEALTHY);
                Awaitility.await()
                        .until(() -> jedis.clientList()
                                .lines()
                                .anyMatch(line -> line.contains("sub=1") && line.contains("user=gateway")));
            }
        }
    }

    private static Redis works(RedisSettings settings, Login atSentinels) {
        Access access = new Access(Login.none(), atSentinels, Optional.empty());
        Redis redis = Redis.of(settings.withAccess(access), new RealTime());
        assertThat(redis.call(RedisCommand.keyless("PING"))).isEqualTo("PONG");
        return redis;
    }

    @Test
    void aMasterThatNoSentinelKnowsIsTold() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess sentinel = RedisProcess.startSentinel(master.port(), "another")) {
            fails(settings(Mode.SENTINEL, sentinel.port()), "no sentinel knows the master of redis.master_name");
        }
    }

    @Test
    void aServerThatIsNoClusterIsTold() {
        try (RedisProcess server = RedisProcess.start()) {
            complains(settings(Mode.CLUSTER, server.port()), "Redis is no cluster, and redis.mode is cluster");
        }
    }

    @Test
    void aClusterThatIsTakenForOneServerIsTold() {
        RedisSettings cluster = RedisServers.cluster();
        complains(
                settings(Mode.SINGLE, cluster.servers().addresses().get(0).port()),
                "Redis is a cluster, and redis.mode is not");
    }

    private static void complains(RedisSettings settings, String reason) {
        try (Redis redis = Redis.of(settings, new RealTime())) {
            // One of them lies elsewhere.
            List<RedisReply> replies = redis.all(Stream.of("a", "b", "c", "d", "e", "f")
                    .map(key -> RedisCommand.read("GET", key))
                    .toList());
            assertThat(replies)
                    .filteredOn(RedisReply::isFailed)
                    .isNotEmpty()
                    .allSatisfy(reply -> assertThat(reply.failure()).hasMessage(reason));
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);
        }
    }

    @Test
    void aMissingRightIsNamedAndHarmsNothingElse() {
        try (RedisProcess server = RedisProcess.start()) {
            try (Jedis jedis = server.connect()) {
                jedis.aclSetUser(
                        "gateway", "on", ">guessed secret", "~t:*", "resetchannels", "+@all", "-set", "-publish");
            }
            RedisSettings settings = settings(Mode.SINGLE, server.port())
                    .withAccess(Access.open().withLogin(GUESSED));
            try (Redis redis = Redis.of(settings, new RealTime())) {
                assertThat(redis.call(RedisCommand.read("GET", "t:a"))).isNull();
                assertThat(redis.status()).isEqualTo(Status.HEALTHY);
                for (int i = 0; i < 5; i++) {
                    failsOn(redis, RedisCommand.write("SET", "t:a", "1"), "lacks the right to run 'set';");
                }
                LuaScript script = LuaScript.of("return redis.call('SET', KEYS[1], 1)");
                failsOn(redis, script.on(List.of("t:a")), "lacks the right to run a command in a script;");
                failsOn(redis, RedisCommand.read("GET", "other"), "lacks the right to a key;");
                failsOn(redis, RedisCommand.keyless("PUBLISH", "c", "x"), "lacks the right to run 'publish';");
                failsOn(redis, RedisCommand.keyless("SPUBLISH", "c", "x"), "lacks the right to a channel;");

                assertThat(redis.status()).isEqualTo(Status.DEGRADED);
                assertThat(redis.isUp()).as("what it may do goes on").isTrue();
                assertThat(redis.call(RedisCommand.read("GET", "t:a"))).isNull();
            }
        }
    }

    private static RedisSettings settings(Mode mode, int port) {
        return RedisSettings.of(new Servers(mode, List.of(new Address("127.0.0.1", port)), "main", 0, ""))
                .withDeadline(DEADLINE);
    }

    /** Also in what is logged, which is the exception's message. */
    private static void fails(RedisSettings settings, String... reasons) {
        try (Redis redis = Redis.of(settings, new RealTime())) {
            failsOn(redis, reasons);
            for (int i = 0; i < 3; i++) {
                Awaitility.await().untilAsserted(() -> failsOn(redis, RedisCommand.keyless("PING"), ""));
            }
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);
        }
    }

    private static void failsOn(Redis redis, String... reasons) {
        failsOn(redis, RedisCommand.keyless("PING"), reasons);
    }

    private static void failsOn(Redis redis, RedisCommand command, String... reasons) {
        long began = System.nanoTime();
        assertThatThrownBy(() -> redis.call(command))
                .isInstanceOf(StoreUnavailableException.class)
                .satisfies(e -> assertThat(reasons)
                        .anySatisfy(reason -> assertThat(e.getMessage()).contains(reason)))
                .hasMessageNotContaining("secret");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(redis.settings().deadline().plusSeconds(1));
    }
}
