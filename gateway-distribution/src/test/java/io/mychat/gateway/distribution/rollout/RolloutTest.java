package io.mychat.gateway.distribution.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.distribution.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two gateways behind a proxy with TLS, and clients that talk all the time: a rolling restart, a gateway that is killed, and
 * a third one that is added. The properties: {@code rollout.clients} (2000), {@code rollout.rate} (a gateway lets 1000 in in a second), {@code
 * rollout.pace} (of them 50 leave in a second when that is planned), {@code rollout.planned.ms} (2000) and {@code rollout.killed.ms} (5000, and the lease): how long 99 of 100 clients may be silent.
 */
@Tag("ops")
class RolloutTest {

    private static final int CLIENTS = Integer.getInteger("rollout.clients", 2000);
    private static final int RATE = Integer.getInteger("rollout.rate", 1000);
    private static final long PLANNED_MILLIS = Long.getLong("rollout.planned.ms", 2000);
    private static final long LEASE_MILLIS = 12_000;
    private static final long KILLED_MILLIS = Long.getLong("rollout.killed.ms", 5000) + LEASE_MILLIS;
    /** A step of one second reaches into the next one. */
    private static final double RATE_NOISE = 1.1;

    @ParameterizedTest
    @EnumSource(names = {"HAPROXY", "NGINX"})
    void clientsLoseNothingInRestartsACrashAndARebalance(Proxy proxy, @TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.of(folder, proxy, 3, CLIENTS, RATE)) {
            Installation first = cluster.gateway(0).start();
            Installation second = cluster.gateway(1).start();
            Installation third = cluster.gateway(2);
            try (Crowd crowd = cluster.crowd(CLIENTS)) {
                crowd.awaitTalk();
                crowd.takeMeasures(proxy + ", all log in");

                assertThat(first.gateway("drain", "--per-second", "" + Cluster.PACE, "--wait", "120")
                                .exitCode())
                        .isZero();
                restart(first);
                crowd.awaitTalk();
                assertPlanned(crowd.takeMeasures("a gateway is drained at the rate, and restarted"));
                restart(second);
                crowd.awaitTalk();
                assertPlanned(crowd.takeMeasures("the other one is restarted, which sends its clients away"));
                rebalance(List.of(first, second));
                crowd.awaitTalk();
                assertPlanned(crowd.takeMeasures("a rebalance of the two"));

                second.kill();
                crowd.awaitTalk();
                Stretch crash = crowd.takeMeasures("a gateway is killed");
                assertThat(crash.silences().p99()).as(crash.toString()).isLessThanOrEqualTo(KILLED_MILLIS);
                assertRate(crash);

                second.start();
                third.start();
                rebalance(List.of(first, second, third));
                crowd.awaitTalk();
                assertPlanned(crowd.takeMeasures("a rebalance of three, of which two are new"));

                assertThat(cluster.proxy().isAlive()).isTrue();
                crowd.assertNothingIsLostOrDoubled();
                System.out.println(crowd.messages() + " messages, none lost or doubled");
            }
        }
    }

    private static void restart(Installation gateway) throws Exception {
        assertThat(gateway.gateway("drain", "90").exitCode()).isZero();
        gateway.start();
    }

    /** As an operator does: until the nodes are even. */
    private static void rebalance(List<Installation> gateways) {
        AtomicInteger calls = new AtomicInteger();
        await().atMost(Crowd.PATIENCE).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
            calls.incrementAndGet();
            assertThat(gateways.get(0)
                            .gateway("rebalance", "--per-second", "" + Cluster.PACE)
                            .exitCode())
                    .isZero();
            assertThat(gateways)
                    .extracting(Cluster::connections)
                    .allSatisfy(count ->
                            assertThat(count * gateways.size()).isBetween(CLIENTS * 9 / 10, CLIENTS * 11 / 10));
        });
        System.out.println("clients of the nodes after " + calls + " calls: "
                + gateways.stream().map(Cluster::connections).toList());
    }

    private static void assertPlanned(Stretch stretch) {
        assertThat(stretch.silences().count()).as(stretch.toString()).isPositive();
        assertThat(stretch.silences().p99()).as(stretch.toString()).isLessThanOrEqualTo(PLANNED_MILLIS);
        assertRate(stretch);
    }

    private static void assertRate(Stretch stretch) {
        assertThat(stretch.loginsInASecond()).as(stretch.toString()).isLessThanOrEqualTo((int) (RATE * RATE_NOISE));
    }
}
