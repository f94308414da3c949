package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisSentinel;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/**
 * A real sentinel makes the replica the master while two people write to a third one, each on a gateway of their own. The old master
 * lives on, and takes messages that nobody will see again.
 */
@Tag("proof")
class SentinelFailOverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A second, and what a busy machine takes. */
    private static final Duration DELAY = Duration.ofSeconds(3);

    private static final int SOME = 30;

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "0, true"})
    void nothingThatWasAnsweredIsLostInSilence(int waitReplicas, boolean crash) throws Exception {
        try (RedisSentinel redis = RedisSentinel.start()) {
            List<LiveGateway> gateways = new ArrayList<>();
            try {
                for (String name : List.of("one", "two", "three")) {
                    gateways.add(started(name, redis, waitReplicas));
                }
                failOver(gateways.stream().map(LiveGateway::clients).toList(), redis, waitReplicas, crash);
            } finally {
                gateways.forEach(LiveGateway::close);
            }
        }
    }

    private static void failOver(List<GatewayClients> nodes, RedisSentinel redis, int waitReplicas, boolean crash)
            throws Exception {
        try (Writer alice = new Writer(nodes.get(0).login("alice", "web", "a"), "alice", "bob");
                Writer carol = new Writer(nodes.get(1).login("carol", "web", "c"), "carol", "bob");
                Reader bob = new Reader(nodes.get(2).login("bob", "web", "b"))) {
            await().atMost(PATIENCE).until(() -> alice.answered() > SOME && carol.answered() > SOME);
            if (crash) {
                redis.master().kill();
            } else {
                try (Jedis sentinel = redis.sentinels().get(0).connect()) {
                    String unused = sentinel.sentinelFailover(redis.masterName());
                }
            }
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isMaster(redis.replica()));
            long promoted = System.nanoTime();
            int ofAlice = alice.answered();
            int ofCarol = carol.answered();
            await().atMost(PATIENCE)
                    .until(() -> alice.answered() > ofAlice + 5 * SOME && carol.answered() > ofCarol + 5 * SOME);
            List<Writer.Answered> answered = new ArrayList<>(alice.stop());
            answered.addAll(carol.stop());
            List<String> there = inbox(nodes.get(1));
            await().atMost(PATIENCE).until(() -> bob.contents().contains(there.get(there.size() - 1)));

            bob.check();
            assertThat(bob.contentsOfLastEpoch()).isEqualTo(bob.wasToldOfLoss() ? there : bob.contents());
            assertThat(there).doesNotHaveDuplicates();
            List<String> lost = answered.stream()
                    .map(Writer.Answered::content)
                    .filter(content -> !there.contains(content))
                    .toList();
            if (waitReplicas > 0) {
                assertThat(lost).as("a replica had it").isEmpty();
            }
            assertThat(lost.isEmpty() || bob.wasToldOfLoss())
                    .as("%s messages were lost", lost.size())
                    .isTrue();
            assertThat(answered)
                    .filteredOn(one -> one.nanos() - promoted > 0 && there.contains(one.content()))
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(Duration.ofNanos(bob.arrivalOf(one.content()) - one.nanos()))
                            .as(one.content())
                            .isLessThan(DELAY));
        }
    }

    /** All that stands in Bob's inbox, as a new device gets it. */
    private static List<String> inbox(GatewayClients node) {
        try (TestClient device = node.connect()) {
            device.sendRaw("{\"cmd_id\":1001,\"platform\":\"desktop\",\"data\":{\"username\":\"bob\",\"password\":\""
                    + ClusterGateway.PASSWORD
                    + "\",\"device_id\":\"new\",\"resume\":{\"epoch\":\"none\",\"last_seq\":0}}}");
            long latest = device.next(1001).data().at("/resume/latest_seq").longValue();
            List<String> contents = new ArrayList<>();
            TestMessage message;
            do {
                message = device.next(2003);
                contents.add(message.text("content"));
            } while (message.data().path("inbox_seq").longValue() < latest);
            return contents;
        }
    }

    private static boolean isMaster(RedisProcess server) {
        try (Jedis jedis = server.connect()) {
            return jedis.info("replication").contains("role:master");
        }
    }

    private static LiveGateway started(String name, RedisSentinel redis, int waitReplicas) throws IOException {
        return ClusterGateway.start(
                name,
                Map.of(
                        "redis.mode",
                        "sentinel",
                        "redis.nodes",
                        redis.sentinels().stream()
                                .map(one -> "127.0.0.1:" + one.port())
                                .toList(),
                        "redis.master_name",
                        redis.masterName(),
                        "redis.wait_replicas",
                        waitReplicas));
    }
}
