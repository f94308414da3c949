package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The gateways of one test method or class, with their log. Thread-safe, except for the cluster. */
final class GatewayRun implements AutoCloseable {

    private final LogCapture log;
    private final GatewayStarter starter;
    private final @Nullable LiveCluster cluster;
    private final LiveGateway gateway;

    private GatewayRun(LogCapture log, GatewayStarter starter, @Nullable LiveCluster cluster, LiveGateway gateway) {
        this.log = log;
        this.starter = starter;
        this.cluster = cluster;
        this.gateway = gateway;
    }

    /** Starts what the annotation says. A failure has the log. */
    static GatewayRun start(GatewayTest options, SetupMethods setup) {
        LogCapture log = LogCapture.open();
        GatewayStarter starter = new GatewayStarter(options.transport(), options.clock(), new TestAccounts());
        UnaryOperator<GatewayBuilder> more =
                builder -> Settings.apply(options.settings(), setup.apply(builder, starter.manualTime()));
        try {
            if (options.nodes() == 1) {
                return new GatewayRun(log, starter, null, starter.start(more));
            }
            LiveCluster cluster = LiveCluster.start(starter, options.stores(), options.nodes(), more);
            return new GatewayRun(log, starter, cluster, cluster.node(1));
        } catch (RuntimeException | Error e) { // nothing has started
            log.attachTo(e);
            log.close();
            starter.close();
            throw e;
        }
    }

    LogCapture log() {
        return log;
    }

    LiveGateway gateway() {
        return gateway;
    }

    Optional<LiveCluster> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** A client as a test asks for it. */
    TestClient client(Client wanted) {
        LiveGateway node = cluster == null ? onlyNode(wanted.node()) : cluster.node(wanted.node());
        return node.client(wanted);
    }

    private LiveGateway onlyNode(int number) {
        if (number != 1) {
            throw new IllegalArgumentException(
                    "there is no node " + number + ": @GatewayTest(nodes = " + number + ") starts as many");
        }
        return gateway;
    }

    /** Stops all gateways; a failure has the log. */
    @Override
    public void close() {
        List<Throwable> failures = new ArrayList<>();
        try {
            if (cluster == null) {
                gateway.close();
            } else {
                cluster.close();
            }
        } catch (RuntimeException | Error e) { // the log and the timers are closed, too
            log.attachTo(e);
            failures.add(e);
        }
        log.close();
        starter.close();
        Failures.throwFirst(failures);
    }
}
