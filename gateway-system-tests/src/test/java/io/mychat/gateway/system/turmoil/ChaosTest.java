package io.mychat.gateway.system.turmoil;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.system.cluster.ClusterGateway;
import io.mychat.gateway.system.turmoil.ChaosUser.Sent;
import io.mychat.gateway.test.GatewayProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Gateways and Redis are killed (SIGKILL) while people send and read; what was answered 200 is seen once and in order by
 * both sides, and what was not answered by both sides or none.
 */
@Tag("proof")
class ChaosTest {

    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave");
    private static final Duration HOW_LONG = Duration.ofSeconds(Integer.getInteger("turmoil.seconds", 60));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Random random = new Random(1);
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void whatWasSentIsSeenOnceAndInOrder() throws Exception {
        try (RedisProcess redis = RedisProcess.startDurable()) {
            Map<String, Object> settings =
                    Map.of("redis.host", "127.0.0.1", "redis.port", redis.port(), "redis.deadline_ms", 1000);
            NODES.forEach(node -> gateways.add(ClusterGateway.startProcess(node, settings)));
            List<ChaosUser> people = PEOPLE.stream()
                    .map(name -> new ChaosUser(name, others(name), this::anyGateway))
                    .toList();
            people.forEach(chaosUser -> start(chaosUser::read));
            Awaitility.await().atMost(PATIENCE).until(() -> people.stream().allMatch(ChaosUser::isReady));
            people.forEach(chaosUser -> start(chaosUser::send));

            int kills = breakThings(redis);

            people.forEach(ChaosUser::stopSending);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(wrong(people)).isEmpty());
            people.forEach(ChaosUser::stopReading);
            report(people, kills);
        } finally {
            gateways.forEach(GatewayProcess::close);
        }
    }

    private int breakThings(RedisProcess redis) {
        long end = System.nanoTime() + HOW_LONG.toNanos();
        int kills = 0;
        while (System.nanoTime() < end) {
            // The pace of accidents; nothing depends on it.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2000 + random.nextInt(3000)));
            kills++;
            if (kills % 3 == 0) {
                redis.restart();
            } else {
                gateways.get(random.nextInt(gateways.size())).process().restart();
            }
        }
        return kills;
    }

    /** Everything that is not as promised. */
    private static List<String> wrong(List<ChaosUser> people) {
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> seen = new HashMap<>();
        for (ChaosUser chaosUser : people) {
            wrong.addAll(chaosUser.faults());
            seen.put(chaosUser.name(), chaosUser.seen());
            if (new HashSet<>(chaosUser.seen()).size() != chaosUser.seen().size()) {
                wrong.add(chaosUser.name() + " saw something twice");
            }
        }
        for (ChaosUser chaosUser : people) {
            Map<String, Integer> last = new HashMap<>();
            for (Sent message : chaosUser.sent()) {
                int here = seen.getOrDefault(message.from(), List.of()).indexOf(message.content());
                int there = seen.getOrDefault(message.to(), List.of()).indexOf(message.content());
                if ((here < 0) != (there < 0)) {
                    wrong.add(message + " was seen by one of the two only");
                } else if (message.answered() && here < 0) {
                    wrong.add(message + " was never seen");
                } else if (message.answered()) {
                    inOrder(wrong, last, message, message.from(), here);
                    inOrder(wrong, last, message, message.to(), there);
                }
            }
        }
        return wrong;
    }

    private static void inOrder(List<String> wrong, Map<String, Integer> last, Sent message, String reader, int index) {
        Integer before = last.put(reader, index);
        if (before != null && before > index) {
            wrong.add(message + " came to " + reader + " out of order");
        }
    }

    private static void report(List<ChaosUser> people, int kills) {
        long sent =
                people.stream().mapToLong(chaosUser -> chaosUser.sent().size()).sum();
        long answered = people.stream()
                .flatMap(chaosUser -> chaosUser.sent().stream())
                .filter(Sent::answered)
                .count();
        System.out.println("ChaosTest: " + kills + " kills, " + sent + " messages, " + answered + " of them answered");
        assertThat(answered).isGreaterThan(50);
    }

    private static List<String> others(String name) {
        return PEOPLE.stream().filter(other -> !other.equals(name)).toList();
    }

    private URI anyGateway() {
        return gateways.get(Math.floorMod(System.nanoTime() / 1000, gateways.size()))
                .clients()
                .webSocketUri();
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "person");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
