package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisSentinel;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every cell of the table in docs/degradation.md: what clients see of each feature while something is broken, that nobody
 * waits for longer than the deadline, and that everything works again when it is mended.
 */
class DegradationTest {

    private static final int DEADLINE_MILLIS = 1000;
    /** A call may ask Redis more than once, and a busy machine takes its time. */
    private static final Duration PATIENCE = Duration.ofMillis(4L * DEADLINE_MILLIS);

    private static final Duration RECOVERY = Duration.ofSeconds(40);

    private final DegradationTable table = DegradationTable.read();

    @Test
    void redisKilled() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis))) {
            redis.kill();
            verify(cluster, "Redis killed");
            redis.restart();
            recovers(cluster);
        }
    }

    @Test
    void redisFrozen() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis))) {
            redis.pause();
            verify(cluster, "Redis frozen");
            redis.resume();
            recovers(cluster);
        }
    }

    @Test
    void redisRestartedEmpty() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                Cluster cluster = new Cluster(single(redis))) {
            redis.restartEmpty();
            recovers(cluster);
            verify(cluster, "Redis restarted empty");
            assertThat(cluster.one.sessions().sessionsOf("alice"))
                    .as("sessions have come back")
                    .isNotEmpty();
        }
    }

    @Test
    void redisRestartedOnItsFile() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis))) {
            redis.restart();
            recovers(cluster);
            verify(cluster, "Redis restarted on its file");
        }
    }

    @Test
    @Tag("proof")
    void sentinelFailOver() throws IOException {
        try (RedisSentinel redis = RedisSentinel.start();
                Cluster cluster = new Cluster(sentinel(redis))) {
            redis.master().kill();
            recovers(cluster);
            verify(cluster, "sentinel fail-over");
        }
    }

    @Test
    @Tag("proof")
    void oneNodeOfTheRedisClusterDown() throws IOException {
        try (RedisCluster redis = RedisCluster.start();
                Cluster cluster = new Cluster(cluster(redis))) {
            RedisProcess down = redis.nodes().get(2);
            down.kill();
            // Which users are hit depends on their slots: heartbeats and health have to be right for all.
            for (Feature feature : List.of(Feature.NORMAL_COMMAND, Feature.HEARTBEAT, Feature.METRICS)) {
                assertThat(feature.probe(cluster.scene)).isEqualTo("200");
            }
            await("health has noticed")
                    .atMost(RECOVERY)
                    .untilAsserted(() ->
                            assertThat(Feature.HEALTH.probe(cluster.scene)).isEqualTo("200, degraded"));
            assertThat(Scene.took(() -> Feature.SENSITIVE_COMMAND.probe(cluster.scene)))
                    .isLessThan(PATIENCE);
            down.restart();
            recovers(cluster);
        }
    }

    @Test
    void oneGatewayKilled() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis));
                NodeProcess other = NodeProcess.start("other", single(redis))) {
            other.node().login("erin", "ios", "e");
            other.kill();
            verify(cluster, "one gateway killed");
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(cluster.one.sessions().sessionsOf("erin").stream()
                                    .filter(session -> session.nodeId().equals("other")))
                            .as("no ghosts")
                            .isEmpty());
        }
    }

    @Test
    @Tag("proof")
    void oneGatewayPaused() throws IOException, InterruptedException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis));
                NodeProcess other = NodeProcess.start("other", single(redis))) {
            TestClient loser = other.node().login("frank", "web", "f1");
            TestClient stays = other.node().login("grace", "web", "g");
            other.pause();
            verify(cluster, "one gateway paused");
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(cluster.one.sessions().sessionsOf("frank"))
                            .as("its sessions are invisible within its lease")
                            .isEmpty());
            TestClient winner = cluster.scene.node().login("frank", "web", "f2");
            Thread.sleep(Duration.ofSeconds(15).toMillis());
            other.resume();

            assertThat(loser.closeCode()).isEqualTo(4410);
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(stays.request(ClusterGateway.SENSITIVE, "{}")
                                    .code())
                            .as("who lost nothing goes on")
                            .isEqualTo(200));
            assertThat(winner.request(ClusterGateway.SENSITIVE, "{}").code()).isEqualTo(200);
        }
    }

    private void verify(Cluster cluster, String fault) {
        Map<String, String> seen = new LinkedHashMap<>();
        Map<String, Duration> slow = new LinkedHashMap<>();
        for (Feature feature : Feature.values()) {
            Duration took = Scene.took(() -> seen.put(feature.title(), feature.probe(cluster.scene)));
            if (took.compareTo(PATIENCE) > 0) {
                slow.put(feature.title(), took);
            }
        }
        assertThat(seen).as(fault).isEqualTo(table.column(fault));
        assertThat(slow).as("took longer than the deadline allows").isEmpty();
    }

    /** Everything is as the table says for a healthy cluster, and nobody had to log in again. */
    private void recovers(Cluster cluster) {
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> assertThat(Feature.HEALTH.probe(cluster.scene)).isEqualTo("200, healthy"));
        for (Feature feature :
                List.of(Feature.SENSITIVE_COMMAND, Feature.LOGIN_1001, Feature.SEND_2001, Feature.LIVE_DELIVERY)) {
            String healthy = table.column("none").get(feature.title());
            await().atMost(RECOVERY)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(feature.probe(cluster.scene))
                            .as(feature.title())
                            .isEqualTo(healthy));
        }
    }

    private static Map<String, Object> single(RedisProcess redis) {
        return Map.of("redis.host", "127.0.0.1", "redis.port", redis.port(), "redis.deadline_ms", DEADLINE_MILLIS);
    }

    private static Map<String, Object> sentinel(RedisSentinel redis) {
        return Map.of(
                "redis.mode",
                "sentinel",
                "redis.nodes",
                redis.sentinels().stream().map(one -> "127.0.0.1:" + one.port()).toList(),
                "redis.master_name",
                redis.masterName(),
                "redis.deadline_ms",
                DEADLINE_MILLIS);
    }

    private static Map<String, Object> cluster(RedisCluster redis) {
        return Map.of(
                "redis.mode",
                "cluster",
                "redis.nodes",
                redis.nodes().stream().map(one -> "127.0.0.1:" + one.port()).collect(Collectors.toList()),
                "redis.deadline_ms",
                DEADLINE_MILLIS);
    }

    /** The gateway that is looked at, with its people. */
    private static final class Cluster implements AutoCloseable {

        private final GatewayServer one;
        private final Scene scene;

        Cluster(Map<String, Object> settings) throws IOException {
            one = ClusterGateway.builder("one", settings).build();
            one.start();
            scene = new Scene(one);
        }

        @Override
        public void close() {
            scene.close();
            one.stop();
        }
    }
}
