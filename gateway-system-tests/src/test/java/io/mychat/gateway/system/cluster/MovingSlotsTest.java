package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.SlotMove;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Two gateways on a Redis Cluster whose slots move while people write to each other and log in: the slots of the people, of
 * their chats, of the gateways' leases and of the gateways' channels.
 */
class MovingSlotsTest {

    private static final int PAIRS = 3;
    private static final Duration HALF_MOVED = Duration.ofMillis(40);

    private volatile boolean goesOn = true;

    @Test
    void nothingIsLostOrDoubledWhileSlotsMove() throws Exception {
        try (RedisCluster redis = RedisCluster.start()) {
            check(redis, 0, Duration.ofSeconds(5));
        }
    }

    @Test
    @Tag("proof")
    void nothingIsLostOrDoubledForLongerWithReplicas() throws Exception {
        try (RedisCluster redis = RedisCluster.startReplicated()) {
            check(redis, 1, Duration.ofSeconds(60));
        }
    }

    private void check(RedisCluster redis, int waitReplicas, Duration howLong) throws Exception {
        LiveGateway one = gateway(redis, "one", waitReplicas);
        LiveGateway two = gateway(redis, "two", waitReplicas);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Correspondence> pairs = new ArrayList<>();
        try {
            for (int i = 0; i < PAIRS; i++) {
                pairs.add(new Correspondence(i, one.clients(), two.clients()));
            }
            List<Future<Integer>> unsure =
                    pairs.stream().map(pair -> threads.submit(sending(pair))).toList();
            Future<Integer> logins = threads.submit(() -> logins(one.clients(), two.clients()));

            int moves = move(redis, names(redis), System.nanoTime() + howLong.toNanos());

            goesOn = false;
            int tries = 0;
            for (Future<Integer> pair : unsure) {
                tries += pair.get(60, TimeUnit.SECONDS);
            }
            System.out.println(moves + " slots moved under "
                    + pairs.stream().mapToInt(Correspondence::stored).sum() + " messages (" + tries
                    + " answers of 503) and " + logins.get(60, TimeUnit.SECONDS) + " logins");
            assertThat(moves).isGreaterThan(PAIRS);
            pairs.forEach(Correspondence::verify);
        } finally {
            goesOn = false;
            threads.shutdownNow();
            pairs.forEach(Correspondence::close);
            one.close();
            two.close();
        }
    }

    private Callable<Integer> sending(Correspondence pair) {
        return () -> {
            int unsure = 0;
            while (goesOn) {
                unsure += pair.sendNext();
            }
            return unsure;
        };
    }

    /** Each login takes the seat of the one before, which is on the other gateway and is told so by the bus. */
    private int logins(GatewayClients one, GatewayClients two) {
        int count = 0;
        TestClient before = login(one, count);
        while (goesOn) {
            TestClient next = login(++count % 2 == 0 ? one : two, count);
            assertThat(before.closeCode()).as("who lost the seat").isEqualTo(4410);
            before = next;
        }
        before.close();
        return count;
    }

    private static TestClient login(GatewayClients node, int number) {
        while (true) {
            TestClient client = node.connect();
            int code = client.login("wanderer", ClusterGateway.PASSWORD, "web", "d" + number)
                    .code();
            if (code == 200) {
                return client;
            }
            assertThat(code).isEqualTo(503);
            client.close();
        }
    }

    /** Round and round, each slot with a moment in which half of it is here and half there. */
    private static int move(RedisCluster redis, List<String> names, long end) {
        int moves = 0;
        while (System.nanoTime() < end) {
            SlotMove move =
                    SlotMove.ofKey(redis, names.get(moves % names.size())).begin();
            LockSupport.parkNanos(HALF_MOVED.toNanos());
            move.keys();
            LockSupport.parkNanos(HALF_MOVED.toNanos());
            move.end();
            moves++;
        }
        return moves;
    }

    private static List<String> names(RedisCluster redis) {
        List<String> names = new ArrayList<>(List.of("{wanderer}", "{nodes}", "{login}", "{one}", "{two}"));
        for (int i = 0; i < PAIRS; i++) {
            names.add("{a" + i + "}");
            names.add("{b" + i + "}");
        }
        redis.nodes().forEach(node -> {
            try (Jedis jedis = node.connect()) {
                names.addAll(jedis.keys("chat:messages:*"));
            }
        });
        return names;
    }

    private static LiveGateway gateway(RedisCluster redis, String nodeId, int waitReplicas) throws Exception {
        Map<String, Object> settings = Map.of(
                "redis.mode",
                "cluster",
                "redis.nodes",
                redis.nodes().stream().map(node -> "127.0.0.1:" + node.port()).toList(),
                "redis.wait_replicas",
                waitReplicas);
        return ClusterGateway.start(nodeId, settings);
    }

    /** One who writes and one who reads, on different gateways. */
    private static final class Correspondence {

        private final String reader;
        private final TestClient from;
        private final TestClient to;
        private final List<String> stored = new ArrayList<>();

        Correspondence(int number, GatewayClients one, GatewayClients two) {
            this.reader = "b" + number;
            this.from = one.login("a" + number, "web", "d");
            this.to = two.login(reader, "web", "d");
            int unused = sendNext();
        }

        /** Sends until it is stored; says how often nobody knew. */
        int sendNext() {
            String content = "m" + stored.size();
            for (int tries = 0; ; tries++) {
                int code = from.request(
                                2001,
                                "{\"to_user\":\"" + reader + "\",\"content\":\"" + content + "\",\"client_msg_id\":\""
                                        + content + "\"}")
                        .code();
                if (code == 200) {
                    stored.add(content);
                    return tries;
                }
                assertThat(code).isEqualTo(503);
            }
        }

        int stored() {
            return stored.size();
        }

        void verify() {
            List<String> read = Stream.generate(() -> to.next(2003).text("content"))
                    .limit(stored.size())
                    .toList();
            assertThat(read).isEqualTo(stored);
            assertThat(to.takeAll()).noneMatch(message -> message.cmdId() == 2003);
        }

        void close() {
            from.close();
            to.close();
        }
    }
}
