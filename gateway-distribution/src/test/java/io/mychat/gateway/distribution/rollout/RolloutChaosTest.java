package io.mychat.gateway.distribution.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.distribution.CommandResult;
import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.distribution.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What goes wrong beside a rollout: the proxy or Redis restarts, Redis stands still, operators call twice, drain during a
 * rebalance, and send SIGTERM twice or too early. Clients lose nothing, and each command says what it has done. {@code
 * -Drollout.chaos.clients} (100) is the number of clients.
 */
@Tag("ops")
class RolloutChaosTest {

    private static final int CLIENTS = Integer.getInteger("rollout.chaos.clients", 100);
    private static final int TERMINATED = 143;

    @ParameterizedTest
    @EnumSource(names = {"HAPROXY", "NGINX"})
    void clientsLoseNothing(Proxy proxy, @TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.of(folder, proxy, 2, CLIENTS, 1000)) {
            Installation first = cluster.gateway(0).start();
            Installation second = cluster.gateway(1).start();
            try (Crowd crowd = cluster.crowd(CLIENTS)) {
                crowd.awaitTalk();
                crowd.takeMeasures(proxy + ", all log in");

                drainTwiceAtOnceWhileTheProxyRestarts(cluster, first);
                terminateTwice(first);
                first.start();
                crowd.awaitTalk();
                crowd.takeMeasures("two drains at once, the proxy restarts, SIGTERM twice");

                drainWhileRedisStandsStill(cluster, second);
                restart(second);
                crowd.awaitTalk();
                crowd.takeMeasures("Redis stands still during a drain");

                drainDuringARebalance(second, first);
                cluster.redis().restart();
                cluster.redis().awaitReady();
                restart(first);
                crowd.awaitTalk();
                crowd.takeMeasures("a drain during a rebalance, and Redis restarts");

                restart(second);
                terminateDuringTheStart(first);
                crowd.awaitTalk();
                crowd.takeMeasures("a restart, and SIGTERM during the start");

                crowd.assertNothingIsLostOrDoubled();
                System.out.println(crowd.messages() + " messages, none lost or doubled");
            }
        }
    }

    /** Both calls are accepted; the later one sets the rate. */
    private static void drainTwiceAtOnceWhileTheProxyRestarts(Cluster cluster, Installation gateway) throws Exception {
        CompletableFuture<CommandResult> other = CompletableFuture.supplyAsync(() -> drain(gateway, "20"));
        assertThat(drain(gateway, "30").exitCode()).isZero();
        cluster.proxy().restart();
        cluster.proxy().awaitReady();
        CommandResult second = other.get(5, TimeUnit.MINUTES);
        assertThat(second.exitCode()).as(second.output()).isZero();
        await().atMost(Crowd.PATIENCE).until(() -> gateway.log().contains("The drain has ended: no client is left"));

        CommandResult status = gateway.gateway("status");
        assertThat(status.output()).contains("phase: draining");
        assertThat(gateway.gateway("status", "--probe", "ready").exitCode())
                .as("not ready")
                .isEqualTo(1);
        assertThat(gateway.gateway("drain", "--wait", "10").exitCode())
                .as("a drain that has ended")
                .isZero();
    }

    private static CommandResult drain(Installation gateway, String rate) {
        try {
            return gateway.gateway("drain", "--per-second", rate, "--timeout", "60");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The second signal changes nothing: neither the exit code nor the order of the stop. */
    private static void terminateTwice(Installation gateway) throws Exception {
        gateway.shell("kill -TERM $(cat run/gateway.pid); kill -TERM $(cat run/gateway.pid)");
        assertThat(gateway.exitCode()).isEqualTo(TERMINATED);
        assertThat(gateway.log().lines().filter(line -> line.contains("Gateway has stopped")))
                .hasSize(1);
    }

    private static void drainWhileRedisStandsStill(Cluster cluster, Installation gateway) throws Exception {
        cluster.redis().pause();
        try {
            CommandResult drain = gateway.gateway("drain", "--per-second", "50", "--timeout", "60");
            assertThat(drain.exitCode()).as(drain.output()).isZero();
            // Clients come back without Redis, and are refused.
            await().during(Duration.ofSeconds(3))
                    .atMost(Crowd.PATIENCE)
                    .until(() -> gateway.log().contains("Gateway drains"));
        } finally {
            cluster.redis().resume();
        }
        CommandResult waited = gateway.gateway("drain", "--per-second", "50", "--wait", "120");
        assertThat(waited.exitCode()).as(waited.output()).isZero();
    }

    /** The drain takes precedence, and takes no part in the rebalance any more. */
    private static void drainDuringARebalance(Installation empty, Installation full) throws Exception {
        assertThat(empty.gateway("rebalance", "--per-second", "5").exitCode()).isZero();
        CommandResult drain = full.gateway("drain", "--per-second", "50", "--wait", "120");
        assertThat(drain.exitCode()).as(drain.output()).isZero();
        assertThat(Cluster.connections(full)).isZero();
    }

    private static void restart(Installation gateway) throws Exception {
        CommandResult stopped = gateway.gateway("drain", "90");
        assertThat(stopped.exitCode()).as(stopped.output()).isZero();
        assertThat(gateway.exitCode()).isEqualTo(TERMINATED);
        gateway.start();
    }

    /** It ends with the same exit code, and the next start finds nothing in its way. */
    private static void terminateDuringTheStart(Installation gateway) throws Exception {
        assertThat(gateway.gateway("drain", "90").exitCode()).isZero();
        CommandResult early = gateway.shell("bin/gateway run >early.log 2>&1 & pid=$!\n"
                + "until grep -q 'is starting' early.log; do sleep 0.05; done\n"
                + "kill -TERM $pid; wait $pid; echo \"exit code $?\"; cat early.log");
        System.out.println("SIGTERM during the start: " + early.output());
        assertThat(early.output()).contains("exit code " + TERMINATED);
        gateway.start();
    }
}
