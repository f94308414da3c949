package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Many callers at once, whose calls share connections. */
class PipelinedCallsTest {

    private static final int CALLERS = 32;
    private static final LuaScript ECHO =
            LuaScript.of("redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])");

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    static Stream<RedisSettings> kinds() {
        return Stream.of(RedisServers.single(), RedisServers.cluster());
    }

    private List<RedisReply> all(int howMany, IntFunction<RedisReply> call) throws Exception {
        List<Future<RedisReply>> running = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            int number = i;
            running.add(callers.submit(() -> call.apply(number)));
        }
        List<RedisReply> replies = new ArrayList<>();
        for (Future<RedisReply> one : running) {
            replies.add(one.get(30, TimeUnit.SECONDS));
        }
        return replies;
    }

    private static RedisReply one(Redis redis, RedisCommand command) {
        return redis.all(List.of(command)).get(0);
    }

    private static double metric(Redis redis, String name) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachCallerGetsItsOwnAnswer(RedisSettings settings) throws Exception {
        try (Redis redis = Redis.of(settings, new RealTime())) {
            List<RedisReply> replies = all(
                    2000,
                    i -> i % 7 == 0
                            ? one(redis, RedisCommand.read("HGET", redis.keys().userSeq("no arguments " + i)))
                            : one(redis, ECHO.on(List.of(redis.keys().userSeq("u" + i)), "v" + i)));

            for (int i = 0; i < replies.size(); i++) {
                if (i % 7 == 0) {
                    assertThat(RedisFailure.is(Kind.REFUSED, replies.get(i).failure()))
                            .isTrue();
                } else {
                    assertThat(replies.get(i).text()).isEqualTo("v" + i);
                }
            }
        }
    }

    @Test
    void callsThatComeTogetherShareRoundTripsAndFewConnections() throws Exception {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), new RealTime())) {
            one(redis, ECHO.on(List.of(redis.keys().userSeq("first")), "1"));
            long before = redis.roundTrips();
            long commands = redis.commandsSent();
            try (Jedis jedis = server.connect()) {
                // Nobody is served for a moment, so that all callers' calls are there when the server goes on.
                jedis.clientPause(300);
            }
            assertThat(all(CALLERS, i -> one(redis, ECHO.on(List.of(redis.keys().userSeq("u" + i)), "v"))))
                    .noneMatch(RedisReply::isFailed);

            assertThat(redis.commandsSent() - commands).isEqualTo(CALLERS);
            assertThat(redis.roundTrips() - before).isLessThan(CALLERS / 2);
            try (Jedis jedis = server.connect()) {
                assertThat(jedis.clientList().lines().filter(line -> line.contains("name=mychat-gateway")))
                        .hasSizeLessThanOrEqualTo(
                                RedisServers.of(server).pool().calls().pipelines());
            }
            assertThat(metric(redis, "redis_calls_pipelined")).isZero();
        }
    }

    @Test
    void aScriptThatTheServerForgotIsSentAgainAndTheOtherCommandsOfTheCallAreNot() throws Exception {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), new RealTime());
                Jedis jedis = server.connect()) {
            jedis.scriptFlush();

            List<RedisReply> replies = all(
                    200,
                    i -> redis.all(List.of(
                                    RedisCommand.write("INCR", redis.keys().userSeq("count")),
                                    ECHO.on(List.of(redis.keys().userSeq("u" + i)), "v" + i)))
                            .get(1));

            assertThat(replies).extracting(reply -> reply.text()).allMatch(text -> text.startsWith("v"));
            assertThat(jedis.get(redis.keys().userSeq("count"))).isEqualTo("200");
        }
    }

    @Test
    void callsOnAConnectionThatBreaksFailEachOnceAndTheNextSucceed() throws Exception {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), new RealTime());
                Jedis jedis = server.connect()) {
            String counter = redis.keys().userSeq("count");
            one(redis, RedisCommand.write("INCR", counter));
            jedis.clientPause(400);
            List<Future<RedisReply>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> one(redis, RedisCommand.write("INCR", counter))));
            }
            Awaitility.await()
                    .until(() ->
                            metric(redis, "redis_calls_pipelined") + metric(redis, "redis_calls_waiting") == CALLERS);
            jedis.clientKill(new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));

            int answered = 0;
            for (Future<RedisReply> one : running) {
                RedisReply reply = one.get(30, TimeUnit.SECONDS);
                answered += reply.isFailed() ? 0 : 1;
                assertThat(reply.isFailed()
                                && !RedisFailure.is(Kind.UNREACHABLE, reply.failure())
                                && redis.status() == Status.HEALTHY)
                        .isFalse();
            }
            assertThat(answered).as("the calls in flight have failed").isLessThan(CALLERS);
            Awaitility.await().until(() -> redis.status() == Status.HEALTHY);
            assertThat(Long.parseLong(jedis.get(counter)))
                    .as("none is sent twice")
                    .isBetween(1L + answered, 1L + CALLERS);
            assertThat(one(redis, RedisCommand.read("GET", counter)).isFailed()).isFalse();
        }
    }

    @Test
    void aCommandThatCannotBeWrittenLeavesNobodyAnAnswerOfOthers() throws Exception {
        Object unwritable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("for a test");
            }
        };
        try (Redis redis = Redis.of(RedisServers.single(), new RealTime())) {
            List<RedisReply> replies = all(2000, i -> {
                String key = redis.keys().userSeq("u" + i);
                return i % 10 == 0
                        ? redis.all(List.of(
                                        RedisCommand.write("SET", key, "of somebody else"),
                                        RedisCommand.write("SET", key, unwritable)))
                                .get(1)
                        : one(redis, ECHO.on(List.of(key), "v" + i));
            });

            for (int i = 0; i < replies.size(); i++) {
                if (i % 10 == 0) {
                    assertThat(replies.get(i).isFailed()).isTrue();
                } else if (!replies.get(i).isFailed()) {
                    assertThat(replies.get(i).text()).isEqualTo("v" + i);
                }
            }
        }
    }
}
