package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Access;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

class RedisTest {

    private static final LuaScript SET_AND_GET =
            LuaScript.of("redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), 7, false}");
    private static final Duration DEADLINE = Duration.ofMillis(400);

    static Stream<RedisSettings> kinds() {
        return Stream.of(RedisServers.single(), RedisServers.cluster());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void commandsAndScriptsAreAnswered(RedisSettings settings) {
        try (Redis redis = open(settings)) {
            String key = redis.keys().userSessions("alice");

            assertThat(redis.call(RedisCommand.write("HSET", key, "a", "1"))).isEqualTo(1L);
            assertThat(redis.call(RedisCommand.read("HGET", key, "a"))).isEqualTo("1");
            assertThat(redis.call(RedisCommand.read("HGET", key, "b"))).isNull();
            String other = redis.keys().userSeq("alice");
            assertThat(RedisReply.texts(redis.call(SET_AND_GET.on(List.of(other), "中文 \u0000"))))
                    .containsExactly("中文 \u0000", "7", "");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aBatchAnswersEachCommandInItsPlace(RedisSettings settings) {
        try (Redis redis = open(settings)) {
            List<RedisCommand> commands = IntStream.range(0, 100)
                    .mapToObj(i -> SET_AND_GET.on(List.of(redis.keys().userSeq("u" + i)), "v" + i))
                    .toList();

            List<RedisReply> replies = redis.all(commands);

            assertThat(replies)
                    .extracting(reply -> RedisReply.texts(reply.get()).get(0))
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "v" + i).toList());
        }
    }

    @Test
    void aBatchIsOneRoundTripAndAWrongCommandHarmsNoOther() {
        try (Redis redis = open(RedisServers.single())) {
            redis.call(RedisCommand.write("SET", redis.keys().userSeq("a"), "text"));
            long before = redis.roundTrips();

            List<RedisReply> replies = redis.all(List.of(
                    RedisCommand.read("HGET", redis.keys().userSeq("a")),
                    RedisCommand.read("GET", redis.keys().userSeq("a"))));

            assertThat(redis.roundTrips() - before).isEqualTo(1);
            assertThat(replies.get(0).isFailed()).isTrue();
            assertThatThrownBy(() -> replies.get(0).get())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("Redis refused a command: ERR");
            assertThat(replies.get(1).text()).isEqualTo("text");
            assertThat(metric(redis, "redis_errors_total")).isEqualTo(1);
            assertThat(redis.status()).as("somebody should look at it").isEqualTo(Status.DEGRADED);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKeyOfTheWrongTypeIsRemovedAndTheCommandsRepeated(RedisSettings settings) {
        try (Redis redis = open(settings)) {
            String key = redis.keys().online(1);
            redis.call(RedisCommand.write("SET", key, "rubbish"));

            List<RedisReply> replies = redis.all(List.of(
                    RedisCommand.read("EXISTS", key),
                    RedisCommand.write("ZADD", key, 0, "alice"),
                    RedisCommand.write("PEXPIRE", key, 60_000),
                    RedisCommand.read("ZCARD", key),
                    RedisCommand.write("SADD", redis.keys().nodeSessions("n"), "bob")));

            assertThat(replies).extracting(reply -> reply.number()).containsExactly(1L, 1L, 1L, 1L, 1L);
            assertThat(RedisReply.number(redis.call(RedisCommand.read("PTTL", key))))
                    .isPositive();
            assertThat(metric(redis, "redis_rubbish_total")).isEqualTo(1);
            assertThat(redis.status()).isEqualTo(Status.HEALTHY);
        }
    }

    private static double metric(Redis redis, String name) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void aScriptThatTheServerForgotIsSentAgain() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = open(RedisServers.of(server))) {
            List<String> keys = List.of(redis.keys().userSeq("a"));
            redis.call(SET_AND_GET.on(keys, "1"));

            try (Jedis jedis = server.connect()) {
                jedis.scriptFlush();
            }
            assertThat(RedisReply.texts(redis.call(SET_AND_GET.on(keys, "2")))).contains("2");

            server.restartEmpty();
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> RedisReply.texts(redis.call(SET_AND_GET.on(keys, "3")))
                            .contains("3"));
            List<RedisReply> batch = redis.all(List.of(SET_AND_GET.on(keys, "4"), SET_AND_GET.on(keys, "5")));
            assertThat(batch).noneMatch(RedisReply::isFailed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void nobodyWaitsLongerThanTheDeadlineForAFrozenServer(int pipelines) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(64);
        try (RedisProcess server = RedisProcess.start();
                Redis redis = open(RedisServers.of(server)
                        .withDeadline(DEADLINE)
                        .withPool(new RedisSettings.Pool(
                                1,
                                4,
                                new RedisSettings.CallLimits(1000, pipelines, 64),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(5))))) {
            redis.call(RedisCommand.keyless("PING"));
            server.pause();
            List<Future<Duration>> waits = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                waits.add(clients.submit(() -> timeToFail(redis)));
            }
            List<Duration> times = new ArrayList<>();
            for (Future<Duration> wait : waits) {
                times.add(wait.get(20, TimeUnit.SECONDS));
            }
            assertThat(times).allMatch(time -> time.compareTo(DEADLINE.plusMillis(400)) < 0);
            assertThat(times.stream().filter(time -> time.toMillis() < 50).count())
                    .as("calls that failed at once because the circuit was open")
                    .isGreaterThan(500);
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);

            server.resume();

            Awaitility.await().until(() -> redis.status() == Status.HEALTHY);
            assertThat(redis.call(RedisCommand.keyless("PING"))).isEqualTo("PONG");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aServerThatIsNotThereYetIsFoundWhenItComes() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = open(RedisServers.of(server))) {
            server.kill();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageStartingWith("Redis is not reachable");
            }
            List<String> returned = new ArrayList<>();
            redis.onReturn(() -> returned.add("back"));

            server.restartEmpty();

            Awaitility.await().until(() -> redis.status() == Status.HEALTHY);
            assertThat(redis.call(RedisCommand.keyless("PING"))).isEqualTo("PONG");
            Awaitility.await().until(() -> returned.equals(List.of("back")));
        }
    }

    @Test
    void aClusterThatIsNotThereYetCostsNoThreads() {
        Address nobody;
        try (RedisProcess server = RedisProcess.start()) {
            nobody = new Address("127.0.0.1", server.port());
        }
        try (Redis redis = open(RedisSettings.of(new Servers(Mode.CLUSTER, List.of(nobody), "", 0, "")))) {
            Set<Thread> before = foreignThreads();
            long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
            while (System.nanoTime() - end < 0) {
                timeToFail(redis);
            }
            Set<Thread> after = foreignThreads();
            after.removeAll(before);
            assertThat(after).isEmpty();
        }
    }

    /** Those that this module has not named. */
    private static Set<Thread> foreignThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("pool-"));
        return threads;
    }

    @Test
    void whatIsCalledAfterTheEndFails() {
        Redis redis = open(RedisServers.single());
        redis.close();

        assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aWriteThatTooFewReplicasHaveIsNotKnownToBeDone() {
        // Redis ends a WAIT up to 100 ms late.
        RedisSettings one = RedisServers.single().withDeadline(DEADLINE.multipliedBy(4));
        RedisSettings settings = new RedisSettings(one.servers(), one.access(), one.pool(), one.deadline(), 1);
        try (Redis redis = open(settings)) {
            assertThatThrownBy(() ->
                            redis.call(RedisCommand.write("SET", redis.keys().userSeq("a"), "1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("too few replicas have the write");
            assertThat(redis.call(RedisCommand.read("GET", redis.keys().userSeq("a"))))
                    .isEqualTo("1");
            LuaScript unknown = LuaScript.of("return redis.call('SET', KEYS[1], 'by a script that is new')");
            assertThatThrownBy(() -> redis.call(unknown.on(List.of(redis.keys().userSeq("a")))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("too few replicas have the write");
            assertThat(redis.call(RedisCommand.read("GET", redis.keys().userSeq("a"))))
                    .isEqualTo("by a script that is new");
        }
    }

    @Test
    void aPasswordIsInNoMessage() {
        try (RedisProcess server = RedisProcess.start("--requirepass", "the secret")) {
            RedisSettings open = RedisServers.of(server);
            RedisSettings settings = open.withAccess(Access.open().withLogin(Login.of("default", "guessed")));
            assertThat(settings.toString()).doesNotContain("guessed");
            try (Redis redis = open(settings)) {
                assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageNotContaining("guessed")
                        .hasMessageContaining("WRONGPASS");
            }
        }
    }

    private static Duration timeToFail(Redis redis) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> redis.call(RedisCommand.keyless("PING")))
                .isInstanceOf(StoreUnavailableException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Redis open(RedisSettings settings) {
        return Redis.of(settings, new RealTime());
    }
}
