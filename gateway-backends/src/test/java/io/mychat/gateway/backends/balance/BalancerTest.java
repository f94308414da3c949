package io.mychat.gateway.backends.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mychat.gateway.spi.backend.BalancingStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of the strategies, over sets of servers that are drawn from a seed. */
class BalancerTest {

    private static final int KEYS = 20_000;

    /** A server that changes only where a test says so. */
    private static final class Fake implements Candidate {
        private final String id;
        private final int weight;
        private double factor = 1;
        private int running;

        Fake(String id, int weight) {
            this.id = id;
            this.weight = weight;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public int weight() {
            return weight;
        }

        @Override
        public double slowStartFactor() {
            return factor;
        }

        @Override
        public int running() {
            return running;
        }

        @Override
        public String toString() {
            return id + "*" + weight;
        }
    }

    private static List<Fake> servers(Random random) {
        List<Fake> servers = new ArrayList<>();
        int count = 2 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            servers.add(new Fake("http://10.0.0." + random.nextInt(256) + ":" + (9000 + i), 1 + random.nextInt(5)));
        }
        return servers;
    }

    private static int totalWeight(List<Fake> servers) {
        return servers.stream().mapToInt(Fake::weight).sum();
    }

    private static Map<Fake, Integer> picks(Balancer balancer, List<Fake> servers, int count) {
        Map<Fake, Integer> picks = new HashMap<>();
        servers.forEach(server -> picks.put(server, 0));
        for (int i = 0; i < count; i++) {
            picks.merge(balancer.pick(servers, "user-" + i), 1, Integer::sum);
        }
        return picks;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inTurnEachServerHasExactlyItsWeightInEveryRound(long seed) {
        List<Fake> servers = servers(new Random(seed));
        Balancer balancer = Balancer.of(BalancingStrategy.ROUND_ROBIN, () -> 0);

        for (int round = 0; round < 5; round++) {
            picks(balancer, servers, totalWeight(servers))
                    .forEach((server, count) -> assertThat(count).isEqualTo(server.weight()));
        }
    }

    @Test
    void theTurnsOfAHeavyServerLieApart() {
        List<Fake> servers = List.of(new Fake("a", 3), new Fake("b", 3));
        Balancer balancer = Balancer.of(BalancingStrategy.ROUND_ROBIN, () -> 0);
        Fake last = servers.get(1);

        for (int i = 0; i < 12; i++) {
            Fake next = balancer.pick(servers, "");
            assertThat(next).isNotSameAs(last);
            last = next;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void drawnByWeightSharesFollowTheWeights(long seed) {
        Random random = new Random(seed);
        List<Fake> servers = servers(random);
        int total = totalWeight(servers);

        picks(Balancer.of(BalancingStrategy.WEIGHTED, random::nextDouble), servers, KEYS)
                .forEach((server, count) ->
                        assertThat((double) count / KEYS).isCloseTo((double) server.weight() / total, within(0.02)));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void drawnAtRandomWeightsDoNotCount(long seed) {
        Random random = new Random(seed);
        List<Fake> servers = servers(random);

        picks(Balancer.of(BalancingStrategy.RANDOM, random::nextDouble), servers, KEYS)
                .forEach((server, count) ->
                        assertThat((double) count / KEYS).isCloseTo(1.0 / servers.size(), within(0.02)));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void callsUnderWayAreSpreadByWeightHoweverTheyEnd(long seed) {
        Random random = new Random(seed);
        List<Fake> servers = servers(random);
        Balancer balancer = Balancer.of(BalancingStrategy.LEAST_CONNECTIONS, random::nextDouble);

        for (int i = 0; i < 2000; i++) {
            balancer.pick(servers, "").running++;
        }

        double even = 2000.0 / totalWeight(servers);
        assertThat(servers)
                .allSatisfy(server ->
                        assertThat(server.running / (double) server.weight()).isCloseTo(even, within(1.0)));

        Fake slow = servers.get(0);
        servers.stream().filter(server -> server != slow).forEach(server -> server.running = 0);
        for (int i = 0; i < 50; i++) {
            assertThat(balancer.pick(servers, "")).isNotSameAs(slow);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void hashedUsersAreSharedOutByWeight(long seed) {
        List<Fake> servers = servers(new Random(seed));
        int total = totalWeight(servers);

        picks(Balancer.of(BalancingStrategy.CONSISTENT_HASH, () -> 0), servers, KEYS)
                .forEach((server, count) ->
                        assertThat((double) count / KEYS).isCloseTo((double) server.weight() / total, within(0.02)));
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
    void onlyTheUsersOfALeavingServerMoveAndReturn(long seed) {
        Random random = new Random(seed);
        List<Fake> all = servers(random);
        Fake leaver = all.get(random.nextInt(all.size()));
        List<Fake> left = all.stream().filter(server -> server != leaver).toList();
        Balancer balancer = Balancer.of(BalancingStrategy.CONSISTENT_HASH, () -> 0);
        // Another gateway, and the servers in another order.
        Balancer other = Balancer.of(BalancingStrategy.CONSISTENT_HASH, () -> 0);
        List<Fake> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);

        for (int i = 0; i < KEYS; i++) {
            String user = "user-" + i;
            Fake before = balancer.pick(all, user);
            Fake without = balancer.pick(left, user);
            assertThat(other.pick(shuffled, user)).isSameAs(before);
            if (before != leaver) {
                assertThat(without).isSameAs(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BalancingStrategy.class)
    void aColdServerGetsLessUntilItIsWarm(BalancingStrategy strategy) {
        Random random = new Random(61);
        List<Fake> servers = List.of(new Fake("a", 2), new Fake("b", 2), new Fake("c", 2));
        Balancer balancer = Balancer.of(strategy, random::nextDouble);
        Fake cold = servers.get(1);
        cold.factor = 0.1;

        assertThat((double) picks(balancer, servers, KEYS).getOrDefault(cold, 0) / KEYS)
                .isCloseTo(strategy == BalancingStrategy.LEAST_CONNECTIONS ? 0 : 0.1 / 2.1, within(0.01));

        cold.factor = 1;
        assertThat((double) picks(balancer, servers, KEYS).getOrDefault(cold, 0) / KEYS)
                .isCloseTo(1.0 / 3, within(0.02));
    }

    @ParameterizedTest
    @EnumSource(BalancingStrategy.class)
    void theOnlyServerGetsEverything(BalancingStrategy strategy) {
        Fake only = new Fake("a", 1);
        only.factor = 0.1;

        assertThat(picks(Balancer.of(strategy, () -> 0.999), List.of(only), 10)).containsEntry(only, 10);
    }
}
