package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.cluster.ClusterRollout;
import io.mychat.gateway.core.cluster.MoveOrder;
import io.mychat.gateway.core.cluster.NodeStatus;
import io.mychat.gateway.core.config.DrainOptions;
import io.mychat.gateway.core.config.RolloutConfig;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.rollout.Departures.Cause;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the clients of this node to other nodes, so many in a second: all of them in a drain, some in a rebalance. A
 * drain takes precedence over a rebalance, and never ends but with the gateway. Thread-safe: this object's lock guards
 * the state; clients are told without it, by one thread at a time.
 */
public final class NodeRollout implements ClusterRollout.Participant, MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeRollout.class);

    private static final Duration STEP = Duration.ofSeconds(1);
    /** The rate of a call, where neither it nor the configuration has one. */
    private static final int DEFAULT_PER_SECOND = 20;
    /** Other nodes come and go during a long drain. */
    private static final int STEPS_BETWEEN_HINTS = 10;

    private final String nodeId;
    private final ConnectionManager connections;
    private final ClusterRollout cluster;
    private final Runnable onDrain;
    private final Dependencies dependencies;
    private final Departures departures;
    private final RateLimitedLog failures;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private @Nullable DrainOptions drain;
    private ReconnectHints hints = ReconnectHints.NONE;
    private @Nullable Rebalance rebalance;
    private boolean stepping;
    private boolean closed;
    private int steps;
    private TimeSource.@Nullable Timer pending;

    /**
     * The dependencies of a {@link NodeRollout}.
     *
     * @param executor runs what may block
     */
    public record Dependencies(
            Supplier<RolloutConfig> settings, Executor executor, TimeSource time, RandomGenerator random) {}

    /** @param onDrain called once, when a drain begins: from then on the node takes no new clients */
    public NodeRollout(
            String nodeId,
            ConnectionManager connections,
            ClusterRollout cluster,
            Runnable onDrain,
            Dependencies dependencies) {
        this.nodeId = nodeId;
        this.connections = connections;
        this.cluster = cluster;
        this.onDrain = onDrain;
        this.dependencies = dependencies;
        this.failures = RateLimitedLog.withCauses(log::error, dependencies.time());
        this.departures = new Departures(connections, dependencies.random());
        cluster.join(this);
    }

    /**
     * Begins to leave all clients, and takes no new ones. A later call changes the rate and the addresses. May block
     * until other nodes have told their addresses.
     *
     * @return the clients that are connected
     */
    public int drain(DrainOptions options) {
        boolean begins;
        synchronized (this) {
            begins = drain == null;
            drain = options;
            rebalance = null;
        }
        if (begins) {
            onDrain.run();
        }
        ReconnectHints to = options.redirect().isEmpty() ? others() : ReconnectHints.to(options.redirect());
        int clients = departures.open();
        synchronized (this) {
            hints = to;
        }
        log.info("Gateway drains: {} clients leave, {} a second", clients, rate(options.perSecond()));
        begin();
        return clients;
    }

    /** Completes when a drain has left the last client, or when the gateway stops. */
    public CompletionStage<Void> drained() {
        return drained.minimalCompletionStage();
    }

    /**
     * Tells all clients that have not been told yet, at the end of the gateway. May block until other nodes have told
     * their addresses.
     *
     * @param longest the longest time for it; the rate gives way to it
     * @return the time after which the last client has left
     */
    public Duration leaveAll(Duration longest) {
        close();
        int clients = departures.staying();
        if (clients == 0) {
            return departures.open() == 0 ? Duration.ZERO : longest.compareTo(STEP) < 0 ? longest : STEP;
        }
        int perSecond = dependencies.settings().get().drainPerSecond();
        Duration atRate = perSecond == 0 ? longest : Duration.ofNanos((long) (clients * 1e9 / perSecond));
        Duration period = atRate.compareTo(longest) < 0 ? atRate : longest;
        if (atRate.compareTo(longest) > 0) {
            log.warn(
                    "{} clients leave within server.drain_seconds ({} s), which is more than server.drain_per_second ({}). "
                            + "Drain the node before it is stopped, or raise server.drain_seconds",
                    clients,
                    longest.toSeconds(),
                    perSecond);
        }
        ReconnectHints to;
        synchronized (this) {
            DrainOptions now = drain;
            to = now == null || now.redirect().isEmpty() ? ReconnectHints.NONE : hints;
        }
        departures.tell(Integer.MAX_VALUE, period, to.rooms().isEmpty() ? others() : to, Cause.STOP);
        return period;
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(
                nodeId,
                departures.staying(),
                !isDraining(),
                dependencies.settings().get().publicUrl());
    }

    @Override
    public int move(MoveOrder order) {
        Rebalance share = new Rebalance(
                connections, departures, order, dependencies.settings().get().rebalanceMinAge());
        int clients = share.left();
        synchronized (this) {
            if (drain != null || closed) {
                return 0;
            }
            // In place of the previous one: both name what stays, so they do not add up.
            rebalance = share;
        }
        log.info("Gateway leaves {} clients to other nodes", clients);
        begin();
        return clients;
    }

    /** Ends all steps; clients that have been told leave nevertheless. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (pending != null) {
                pending.cancel();
            }
        }
        drained.complete(null);
    }

    private synchronized boolean isDraining() {
        return drain != null || closed;
    }

    int rate(OptionalInt perSecond) {
        int configured = dependencies.settings().get().drainPerSecond();
        return perSecond.orElse(configured == 0 ? DEFAULT_PER_SECOND : configured);
    }

    /** The other nodes' addresses; none, without a question, where this node has none: then clients find nodes another way. */
    private ReconnectHints others() {
        return dependencies.settings().get().publicUrl().isEmpty()
                ? ReconnectHints.NONE
                : ReconnectHints.toNodes(cluster.others());
    }

    private void begin() {
        synchronized (this) {
            if (stepping || closed) {
                return;
            }
            stepping = true;
        }
        stepSoon();
    }

    private void stepSoon() {
        try {
            dependencies.executor().execute(this::steps);
        } catch (RejectedExecutionException e) {
            log.debug("Clients are told a second later, since there is no thread for it", e);
            stepLater();
        }
    }

    private synchronized void stepLater() {
        if (!closed) {
            pending = dependencies.time().schedule(STEP, this::stepSoon);
        }
    }

    private void steps() {
        FaultBarrier.run(failures, "A step of a drain failed", this::step);
        synchronized (this) {
            stepping = drain != null ? !drained.isDone() : rebalance != null;
            if (!stepping) {
                return;
            }
        }
        stepLater();
    }

    private void step() {
        DrainOptions draining;
        Rebalance share;
        ReconnectHints to;
        boolean asks;
        synchronized (this) {
            draining = drain;
            share = rebalance;
            to = hints;
            asks = ++steps % STEPS_BETWEEN_HINTS == 0;
        }
        if (draining != null) {
            if (asks && draining.redirect().isEmpty()) {
                to = others();
                synchronized (this) {
                    hints = draining.equals(drain) ? to : hints;
                }
            }
            departures.tell(rate(draining.perSecond()), STEP, to, Cause.DRAIN);
            if (departures.open() == 0 && drained.complete(null)) {
                log.info("The drain has ended: no client is left");
            }
        } else if (share != null && !share.step(STEP)) {
            synchronized (this) {
                rebalance = rebalance == share ? null : rebalance;
            }
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(departures.metrics());
        synchronized (this) {
            metrics.add(Metric.gauge(
                    "draining",
                    "1 while the gateway leaves all its clients, before and at its end.",
                    isDraining() ? 1 : 0));
            Rebalance share = rebalance;
            metrics.add(Metric.gauge(
                    "rebalance_clients_left",
                    "Clients that still have to leave this node in a rebalance.",
                    share == null ? 0 : share.left()));
        }
        return metrics;
    }
}
