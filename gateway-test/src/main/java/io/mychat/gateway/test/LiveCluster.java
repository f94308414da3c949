package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several gateways of one JVM that are one cluster: they share their stores, a bus and the clock. The nodes have the
 * numbers 1, 2 … and the names {@code n1}, {@code n2} … Used by one thread at a time; the nodes themselves are
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class LiveCluster implements AutoCloseable {

    private final GatewayStarter starter;
    private final @Nullable SharedStores shared;
    private final UnaryOperator<GatewayBuilder> more;
    private final Map<Integer, LiveGateway> nodes = new TreeMap<>();
    private int added;

    private LiveCluster(GatewayStarter starter, GatewayTest.Stores stores, UnaryOperator<GatewayBuilder> more) {
        this.starter = starter;
        this.shared = stores == GatewayTest.Stores.MEMORY ? new SharedStores(starter.time()) : null;
        this.more = more;
    }

    /**
     * Starts a cluster without sockets, in a time that stands still, on embedded stores.
     *
     * @param nodes at least 1
     * @param more changes each node before it is started
     */
    public static LiveCluster inMemory(int nodes, UnaryOperator<GatewayBuilder> more) {
        GatewayStarter starter =
                new GatewayStarter(GatewayTest.Transport.IN_MEMORY, GatewayTest.Clock.MANUAL, new TestAccounts());
        return start(starter, GatewayTest.Stores.MEMORY, nodes, more);
    }

    static LiveCluster start(
            GatewayStarter starter, GatewayTest.Stores stores, int nodes, UnaryOperator<GatewayBuilder> more) {
        LiveCluster cluster = new LiveCluster(starter, stores, more);
        boolean started = false;
        try {
            for (int i = 0; i < nodes; i++) {
                LiveGateway unused = cluster.add();
            }
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    /**
     * A running node.
     *
     * @param number from 1
     * @throws IllegalArgumentException when there is no such node, or it has been stopped
     */
    public LiveGateway node(int number) {
        LiveGateway node = nodes.get(number);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + number + "; these run: " + nodes.keySet());
        }
        return node;
    }

    /** The running nodes by number. */
    public List<LiveGateway> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Starts another node, which gets the next number. */
    public LiveGateway add() {
        int number = ++added;
        String name = name(number);
        SharedStores stores = shared;
        LiveGateway node;
        try {
            node = starter.start(builder -> more.apply(stores == null ? builder : stores.connect(name, builder))
                    .setting("server.node_id", name));
        } catch (RuntimeException | Error e) { // the bus has the node already
            disconnect(number);
            throw e;
        }
        nodes.put(number, node);
        return node;
    }

    /** Stops a node in an orderly way; the others go on. */
    public void stop(int number) {
        LiveGateway node = node(number);
        nodes.remove(number);
        try {
            node.close();
        } finally {
            disconnect(number);
        }
    }

    /**
     * Loses all messages of other nodes to this node from now on, or no longer. The other nodes still regard it as alive.
     *
     * @throws IllegalStateException when the cluster has the stores and the bus of modules
     */
    public void deafen(int number, boolean deaf) {
        LiveGateway unused = node(number);
        SharedStores stores = shared;
        if (stores == null) {
            throw new IllegalStateException("the bus of this cluster belongs to a module");
        }
        stores.bus().deafen(name(number), deaf);
    }

    /**
     * The clock of all nodes and stores.
     *
     * @throws IllegalStateException when the cluster runs in real time
     */
    public ManualTime time() {
        return LiveGateway.manual(starter.manualTime());
    }

    /**
     * Advances the clock in steps that are short enough for clients to answer pings on the way.
     *
     * @throws IllegalStateException when the cluster runs in real time
     */
    public void advance(Duration duration) {
        LiveGateway.advance(
                time(),
                duration,
                () -> nodes.values().forEach(node -> node.network().settle()));
    }

    /** Stops all nodes. */
    @Override
    public void close() {
        List<Throwable> failures = new ArrayList<>();
        for (int number : List.copyOf(nodes.keySet())) {
            try {
                stop(number);
            } catch (RuntimeException | Error e) { // the other nodes are stopped, too
                failures.add(e);
            }
        }
        SharedStores stores = shared;
        if (stores != null) {
            stores.close();
        }
        starter.close();
        Failures.throwFirst(failures);
    }

    private void disconnect(int number) {
        SharedStores stores = shared;
        if (stores != null) {
            stores.disconnect(name(number));
        }
    }

    private static String name(int number) {
        return "n" + number;
    }
}
