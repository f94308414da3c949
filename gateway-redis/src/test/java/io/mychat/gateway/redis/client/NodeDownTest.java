package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

/** One dead node of a cluster takes its own slots with it, to the last, and no others. */
class NodeDownTest {

    private static final int FIRST_SLOT_OF_THE_SECOND = 5_461;

    @Test
    void theSlotsBesideThoseOfADeadNodeAreServed() {
        try (RedisCluster cluster = RedisCluster.start();
                Redis redis = Redis.of(RedisServers.of(cluster).withDeadline(Duration.ofMillis(500)), new RealTime())) {
            List<String> dead = keys(redis, FIRST_SLOT_OF_THE_SECOND - 300, FIRST_SLOT_OF_THE_SECOND);
            List<String> alive = keys(redis, FIRST_SLOT_OF_THE_SECOND, FIRST_SLOT_OF_THE_SECOND + 300);
            assertThat(redis.call(RedisCommand.write("SET", dead.get(0), "1"))).isEqualTo("OK");
            cluster.nodes().get(0).kill();
            for (String key : dead.subList(0, 20)) {
                assertThat(redis.all(List.of(RedisCommand.read("GET", key)))
                                .get(0)
                                .isFailed())
                        .isTrue();
            }
            assertThat(redis.status()).isEqualTo(Status.DEGRADED);

            assertThat(redis.all(alive.stream()
                            .map(key -> RedisCommand.write("SET", key, "1"))
                            .toList()))
                    .noneMatch(RedisReply::isFailed);
            double refused = refused(redis);
            assertThat(redis.all(dead.stream()
                            .map(key -> RedisCommand.read("GET", key))
                            .toList()))
                    .allMatch(RedisReply::isFailed);
            assertThat(refused(redis) - refused).as("refused without asking").isEqualTo(dead.size());

            cluster.nodes().get(0).restart();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> redis.status() == Status.HEALTHY);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(redis.all(dead.stream()
                                    .map(key -> RedisCommand.read("GET", key))
                                    .toList()))
                            .noneMatch(RedisReply::isFailed));
        }
    }

    private static double refused(Redis redis) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals("redis_refused_total"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Each call on a connection to itself, and two calls on each of two connections. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFrozenNodeLeavesThreadsForTheOthers(int pipelines) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(40);
        RedisSettings.Pool four = new RedisSettings.Pool(
                1, 4, new RedisSettings.CallLimits(1000, pipelines, 2), Duration.ofSeconds(30), Duration.ofSeconds(5));
        try (RedisCluster cluster = RedisCluster.start();
                Redis redis = Redis.of(
                        RedisServers.of(cluster)
                                .withDeadline(Duration.ofMillis(1500))
                                .withPool(four),
                        new RealTime())) {
            List<String> frozen = keys(redis, FIRST_SLOT_OF_THE_SECOND - 300, FIRST_SLOT_OF_THE_SECOND);
            List<String> alive = keys(redis, FIRST_SLOT_OF_THE_SECOND, FIRST_SLOT_OF_THE_SECOND + 300);
            redis.call(RedisCommand.read("GET", alive.get(0)));
            cluster.nodes().get(0).pause();
            List<Future<RedisReply>> waiting = frozen.subList(0, 30).stream()
                    .map(key -> clients.submit(() ->
                            redis.all(List.of(RedisCommand.read("GET", key))).get(0)))
                    .toList();
            try {
                Awaitility.await().until(() -> waitingCalls(redis) > 20);

                assertThat(redis.all(alive.stream()
                                .map(key -> RedisCommand.read("GET", key))
                                .toList()))
                        .noneMatch(RedisReply::isFailed);

                for (Future<RedisReply> reply : waiting) {
                    assertThat(reply.get(10, TimeUnit.SECONDS).isFailed()).isTrue();
                }
                assertThat(redis.all(List.of(RedisCommand.read("GET", alive.get(0)))))
                        .noneMatch(RedisReply::isFailed);
            } finally {
                cluster.nodes().get(0).resume();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static double waitingCalls(Redis redis) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals("redis_calls_waiting"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<String> keys(Redis redis, int from, int to) {
        return IntStream.range(0, 200_000)
                .mapToObj(i -> redis.keys().userSeq("u" + i))
                .filter(key -> {
                    int slot = JedisClusterCRC16.getSlot(key);
                    return from <= slot && slot < to;
                })
                .limit(100)
                .toList();
    }
}
