package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins of one user on several nodes at once: never more seats than allowed, and the latest logins have them. */
class RaceOfNodesTest {

    private static final int THREADS = 24;

    private final List<TestNode> nodes = new ArrayList<>();
    private final Random random = new Random(20261123);
    private int round;

    @Test
    void atOneSeatTheLatestOfManyNodesLoginsStays() throws Exception {
        race(RedisServers.single(), 1, 8, false);
    }

    @Test
    void atThreeSeatsTheLatestThreeOfManyNodesLoginsStay() throws Exception {
        race(RedisServers.cluster(), 3, 8, false);
    }

    @Test
    void aNodeThatDiesInBetweenLeavesNoSeatTaken() throws Exception {
        race(RedisServers.single(), 1, 4, true);
    }

    @Test
    @Tag("proof")
    void hundredsOfRoundsAtOneSeat() throws Exception {
        race(RedisServers.single(), 1, 400, false);
        race(RedisServers.cluster(), 1, 200, false);
    }

    @Test
    @Tag("proof")
    void hundredsOfRoundsAtThreeSeatsWithDyingNodes() throws Exception {
        race(RedisServers.single(), 3, 60, true);
        race(RedisServers.cluster(), 3, 60, true);
    }

    private void race(RedisSettings settings, int seats, int rounds, boolean deaths) throws Exception {
        SeatRule rule = new SeatRule(seats, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5));
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        int names = 0;
        try {
            for (int i = 0; i < rounds; i++) {
                while (nodes.size() < 3) {
                    nodes.add(new TestNode("n" + names++, settings, rule, SessionSettings.defaults()));
                }
                round++;
                List<Session> admitted = oneRound(clients, deaths ? nodes.get(i % 3) : null);
                nodes.removeIf(node -> node.isDead());
                settled(admitted, seats);
            }
        } finally {
            clients.shutdownNow();
            nodes.forEach(TestNode::close);
            nodes.clear();
        }
    }

    /** Everybody logs in at about the same time; one node may die in the middle. */
    private List<Session> oneRound(ExecutorService clients, @Nullable TestNode dying) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<List<Session>>> logins = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            TestNode node = nodes.get(i % nodes.size());
            String name = round + "-" + i;
            long nanos = random.nextInt(3_000_000);
            TestNode dies = i == THREADS / 2 ? dying : null;
            logins.add(clients.submit(() -> {
                start.await();
                LockSupport.parkNanos(nanos);
                if (dies != null) {
                    dies.die();
                    return List.of();
                }
                try {
                    return node.login(node.session("s" + name, "alice", "web", "d" + name)) instanceof Admitted one
                            ? List.of(one.session())
                            : List.of();
                } catch (StoreUnavailableException e) {
                    return List.of();
                }
            }));
        }
        List<Session> admitted = new ArrayList<>();
        for (Future<List<Session>> login : logins) {
            admitted.addAll(login.get(30, TimeUnit.SECONDS));
        }
        return admitted;
    }

    private void settled(List<Session> admitted, int seats) {
        TestNode witness = nodes.get(0);
        List<String> alive = nodes.stream().map(node -> node.name).toList();
        Awaitility.await()
                .atMost(TestNode.LEASE.plusSeconds(5))
                .pollDelay(Duration.ZERO)
                .until(() -> witness.store.sessionsOf("alice").stream().allMatch(one -> alive.contains(one.nodeId())));
        List<Session> stored = witness.store.sessionsOf("alice");
        assertThat(stored).hasSizeLessThanOrEqualTo(seats);
        // Who died may have had the latest logins, or one that nobody heard of.
        List<Session> latest = admitted.stream()
                .filter(one -> alive.contains(one.nodeId()))
                .sorted(Comparator.comparingLong(Session::loginSeq))
                .toList();
        if (alive.size() == 3) {
            assertThat(stored).isEqualTo(latest.subList(Math.max(0, latest.size() - seats), latest.size()));
        }
        nodes.forEach(node -> node.store.refreshNow());
        List<Session> held = nodes.stream()
                .flatMap(node -> node.held.values().stream())
                .sorted(Comparator.comparingLong(Session::loginSeq))
                .toList();
        assertThat(held).isEqualTo(stored);
    }
}
