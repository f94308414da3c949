package io.mychat.gateway.system.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisSentinel;
import io.mychat.gateway.test.GatewayProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Every cell of the tables in docs/degradation.md: what clients see of each feature while something is broken, that nobody
 * waits for longer than the deadline, and that everything works again when it is mended.
 */
class DegradationTest {

    private static final int DEADLINE_MILLIS = 1000;
    /** A call may ask Redis more than once, and a busy machine takes its time. */
    private static final Duration PATIENCE = Duration.ofMillis(4L * DEADLINE_MILLIS);

    private static final Duration RECOVERY = Duration.ofSeconds(40);

    /** Has neither the leases of gateways nor the failed logins from the clients' address. */
    private static final Third NEITHER = new Third(0);

    private final DegradationTable table = DegradationTable.read();

    /** One cluster: what is mended is as good as new. */
    @Test
    void redisKilledRestartedOnItsFileAndFrozen() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis))) {
            redis.restart();
            recovers(cluster);
            verify(cluster, "Redis restarted on its file");

            redis.kill();
            verify(cluster, "Redis killed");
            redis.restart();
            recovers(cluster);

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
            assertThat(cluster.one.server().sessions().sessionsOf("alice"))
                    .as("sessions have come back")
                    .isNotEmpty();
        }
    }

    /** maxmemory with noeviction, and a replica in place of the master: one cluster, as above. */
    @Test
    void redisOutOfMemoryAndReadOnly() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Jedis jedis = redis.connect();
                Cluster cluster = new Cluster(lease(redis, 3))) {
            String unused = jedis.configSet("maxmemory", "1");
            losesItsLease(cluster);
            verify(cluster, "Redis out of memory");
            unused = jedis.configSet("maxmemory", "0");
            worksAgain(cluster);

            unused = jedis.replicaof("127.0.0.1", 1);
            losesItsLease(cluster);
            verify(cluster, "Redis read-only");
            unused = jedis.replicaofNoOne();
            worksAgain(cluster);
        }
    }

    private static Map<String, Object> lease(RedisProcess redis, long seconds) {
        Map<String, Object> settings = new HashMap<>(single(redis));
        settings.put("redis.lease_seconds", seconds);
        return settings;
    }

    private static void losesItsLease(Cluster cluster) {
        await("the lease has ended")
                .atMost(RECOVERY)
                .untilAsserted(() -> assertThat(Feature.SENSITIVE_COMMAND.probe(cluster.fixture))
                        .isEqualTo("503"));
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
    void aNodeOfTheRedisClusterDownForThoseWhoseDataItHas() throws IOException {
        nodeDown(NEITHER, NEITHER::has, "its users");
    }

    @Test
    @Tag("proof")
    void aNodeOfTheRedisClusterDownForOthers() throws IOException {
        nodeDown(NEITHER, slot -> !NEITHER.has(slot), "others");
    }

    @Test
    @Tag("proof")
    void theNodeOfTheirAddressDownForOthers() throws IOException {
        // How the keys of failed logins write 127.0.0.1.
        Third third = Third.of("v4-7f000001");
        nodeDown(third, slot -> !third.has(slot), "others, their address there");
    }

    @Test
    @Tag("proof")
    void theNodeOfTheLeasesDownForOthers() throws IOException {
        Third third = Third.of("nodes");
        nodeDown(third, slot -> !third.has(slot), "others, leases there");
    }

    private void nodeDown(Third third, IntPredicate people, String column) throws IOException {
        try (RedisCluster redis = RedisCluster.start();
                Cluster cluster = new Cluster(cluster(redis), people)) {
            RedisProcess down = redis.nodes().get(third.number());
            down.kill();
            await("health has noticed")
                    .atMost(RECOVERY)
                    .untilAsserted(() ->
                            assertThat(Feature.HEALTH.probe(cluster.fixture)).isEqualTo("200, degraded"));
            String sensitive = table.column(column).get(Feature.SENSITIVE_COMMAND.title());
            await("a lease has ended, or does not")
                    .atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(Feature.SENSITIVE_COMMAND.probe(cluster.fixture))
                            .isEqualTo(sensitive));
            verify(cluster, column);
            down.restart();
            recovers(cluster);
        }
    }

    @Test
    void oneGatewayKilled() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(lease(redis, 5));
                GatewayProcess other = ClusterGateway.startProcess("other", lease(redis, 5))) {
            other.clients().login("erin", "ios", "e");
            other.process().kill();
            verify(cluster, "one gateway killed");
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(cluster.one.server().sessions().sessionsOf("erin").stream()
                                    .filter(session -> session.nodeId().equals("other")))
                            .as("no ghosts")
                            .isEmpty());
        }
    }

    @Test
    @Tag("proof")
    void oneGatewayPaused() throws IOException {
        try (RedisProcess redis = RedisProcess.startDurable();
                Cluster cluster = new Cluster(single(redis));
                GatewayProcess other = ClusterGateway.startProcess("other", single(redis))) {
            TestClient loser = other.clients().login("frank", "web", "f1");
            TestClient stays = other.clients().login("grace", "web", "g");
            other.process().pause();
            verify(cluster, "one gateway paused");
            await().atMost(RECOVERY)
                    .untilAsserted(
                            () -> assertThat(cluster.one.server().sessions().sessionsOf("frank"))
                                    .as("its sessions are invisible within its lease")
                                    .isEmpty());
            TestClient winner = cluster.fixture.node().login("frank", "web", "f2");
            other.process().resume();

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
            Duration took = ClusterFixture.took(() -> seen.put(feature.title(), feature.probe(cluster.fixture)));
            if (took.compareTo(PATIENCE) > 0) {
                slow.put(feature.title(), took);
            }
        }
        assertThat(fitting(seen, table.column(fault))).as(fault).isEqualTo(table.column(fault));
        assertThat(slow).as("took longer than the deadline allows").isEmpty();
    }

    /** What was seen, in the table's words where those leave a choice. */
    private static Map<String, String> fitting(Map<String, String> seen, Map<String, String> promised) {
        Map<String, String> fitting = new LinkedHashMap<>(seen);
        promised.forEach((feature, cell) -> fitting.computeIfPresent(
                feature, (same, was) -> List.of(cell.split(" or ")).contains(was) ? cell : was));
        return fitting;
    }

    /** Everything is as the table says for a healthy cluster, and nobody had to log in again. */
    private void recovers(Cluster cluster) {
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> assertThat(Feature.HEALTH.probe(cluster.fixture)).isEqualTo("200, healthy"));
        worksAgain(cluster);
    }

    /** As {@link #recovers}, without health, which remembers refused writes for a minute. */
    private void worksAgain(Cluster cluster) {
        for (Feature feature :
                List.of(Feature.SENSITIVE_COMMAND, Feature.LOGIN_1001, Feature.SEND_2001, Feature.LIVE_DELIVERY)) {
            String healthy = table.column("none").get(feature.title());
            await().atMost(RECOVERY)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(feature.probe(cluster.fixture))
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
                "redis.lease_seconds",
                3,
                "redis.deadline_ms",
                DEADLINE_MILLIS);
    }

    /** The slots of one node. */
    private record Third(int number) {

        static Third of(String tag) {
            return new Third(JedisClusterCRC16.getSlot(tag) * 3 / 16_384);
        }

        boolean has(int slot) {
            return slot * 3 / 16_384 == number;
        }
    }

    /** The gateway that is looked at, with its people. */
    private static final class Cluster implements AutoCloseable {

        private static final Pattern FAMILY = Pattern.compile("\"fam\":\"([^\"]+)\"");

        private final LiveGateway one;
        private final ClusterFixture fixture;

        Cluster(Map<String, Object> settings) throws IOException {
            one = ClusterGateway.start("one", settings);
            fixture = new ClusterFixture(one);
        }

        /** @param slots where the data of all people lies, and of the tokens that they have */
        Cluster(Map<String, Object> settings, IntPredicate slots) throws IOException {
            one = ClusterGateway.start("one", settings);
            fixture = new ClusterFixture(one, TestUsers.in(slots), token -> slots.test(slotOfFamily(token)));
        }

        private static int slotOfFamily(String token) {
            String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);
            Matcher family = FAMILY.matcher(claims);
            assertThat(family.find()).as("a token has a family").isTrue();
            return JedisClusterCRC16.getSlot(family.group(1));
        }

        @Override
        public void close() {
            fixture.close();
            one.close();
        }
    }
}
