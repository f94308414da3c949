package io.mychat.gateway.redis.node;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.NodeRegister.Answer;
import io.mychat.gateway.redis.node.NodeRegister.Sign;
import io.mychat.gateway.redis.node.NodeRegister.Word;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's lease, and its view of the other nodes. A node runs as an incarnation. When its lease has expired, it
 * takes a new incarnation, and serves again when its sessions are registered under it.
 *
 * <p>Thread-safe. The lease is renewed on a thread of this class; {@link #start} and {@link #close} renew it on the
 * calling thread.
 */
public final class Membership implements MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final int INCARNATION_BYTES = 8;

    private final Redis redis;
    private final NodeRegister register;
    private final NodeSettings settings;
    private final BackgroundTask beats;
    private final SecureRandom random = new SecureRandom();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Changed by one beat at a time. */
    private volatile Incarnation life;

    private volatile ClusterView clusterView = ClusterView.UNKNOWN;

    /** For one beat at a time. */
    private final LeaseConflict leaseConflict;

    /** The newest sign of life of any node that Redis is known to have had; for one beat at a time. */
    private long seenWritten;

    private final LongAdder dataLosses = new LongAdder();

    public Membership(Redis redis, NodeSettings settings) {
        this.redis = redis;
        this.register = new NodeRegister(redis, settings);
        this.settings = settings;
        this.leaseConflict = new LeaseConflict(settings.lease());
        this.life = Incarnation.unborn(newIncarnation());
        this.beats = new BackgroundTask(redis.time(), "redis-node-lease", settings::poll, this::beat);
    }

    /** Joins the cluster. When Redis does not answer, the attempts continue in the background. */
    public void start() {
        redis.onReturn(beats::soon);
        life = life.asRegistered(true);
        beat();
        beats.start();
    }

    public String nodeId() {
        return settings.nodeId();
    }

    public String incarnation() {
        return life.incarnation();
    }

    /** Incarnations that are dead, joined by commas. */
    public String deadOnes() {
        return clusterView.dead().stream().sorted().collect(Collectors.joining(","));
    }

    /** Incarnations that are dead. */
    public Set<String> dead() {
        return clusterView.dead();
    }

    /** The living nodes' ids. */
    public Set<String> aliveNodes() {
        return Set.copyOf(clusterView.alive().values());
    }

    /**
     * Whether this node may decide about sessions.
     *
     * @throws StoreUnavailableException when its lease is over, or its sessions are not registered yet
     */
    public void requireServing() {
        requireLease();
        if (!life.registered()) {
            throw new StoreUnavailableException("this node's sessions are being registered again");
        }
    }

    /** As {@link #requireServing}, also while sessions are being registered. */
    public void requireLease() {
        Incarnation now = life;
        long nanoTime = redis.time().nanoTime();
        if (!now.joined() || now.lease().isOver(nanoTime)) {
            throw new StoreUnavailableException("this node's lease in Redis is over");
        }
        if (now.lease().isSleptThrough(nanoTime, redis.time().now())) {
            beats.soon();
            throw new StoreUnavailableException("this node seems to have slept, and gives a sign of life first");
        }
    }

    /**
     * Called, on a thread of this class, when all sessions have to be registered again; {@link #registered} ends
     * that.
     */
    public void onRegister(Runnable listener) {
        listeners.add(listener);
    }

    /** All sessions are registered under the incarnation; void when it is another one by now. */
    public void registered(String incarnation) {
        synchronized (this) {
            if (life.incarnation().equals(incarnation)) {
                life = life.asRegistered(true);
            }
        }
    }

    /** Whether Redis knows this life; what is registered under another one is void. */
    public boolean hasJoined() {
        return life.joined();
    }

    /** Whether sessions are being registered again. */
    public boolean isRegistering() {
        return !life.registered();
    }

    /** Gives a sign of life as soon as possible: Redis may have lost what it knew of this node. Does not block. */
    public void soon() {
        beats.soon();
    }

    /** Renews the view of the other nodes now; when Redis does not answer, the previous one stays. May block. */
    public void look() {
        beat();
    }

    /** Renews the lease now, instead of at the next regular time. */
    void beat() {
        try {
            beatOnce();
        } catch (StoreUnavailableException e) {
            LOG.debug("no sign of life reached Redis", e);
        }
    }

    /** Leaves the cluster: what this node has registered is void at once. */
    @Override
    public void close() {
        beats.close();
        try {
            register.leave(life.incarnation());
        } catch (StoreUnavailableException e) {
            LOG.debug("could not say goodbye; the lease ends by itself", e);
        }
    }

    @Override
    public List<Metric> metrics() {
        Incarnation now = life;
        double left = (now.lease().until() - redis.time().nanoTime()) / 1e9;
        return List.of(
                Metric.counter(
                        "redis_data_losses_total",
                        "Times that Redis was found to have less data than before.",
                        dataLosses.sum()),
                Metric.gauge(
                        "redis_lease_left_seconds", "Remaining time of this node's lease.", now.joined() ? left : 0),
                Metric.gauge(
                        "redis_nodes_alive",
                        "Gateways with a valid lease.",
                        clusterView.alive().size()),
                Metric.gauge(
                        "redis_nodes_dead",
                        "Remembered dead incarnations.",
                        clusterView.dead().size()),
                Metric.gauge(
                        "redis_node_registering",
                        "1 while this node's sessions are being registered again.",
                        now.registered() ? 0 : 1));
    }

    private synchronized void beatOnce() {
        if (leaseConflict.isWaiting(redis.time().nanoTime())) {
            return;
        }
        Incarnation before = life;
        switch (beat(before, before.joined() ? Sign.BEAT : Sign.JOIN)) {
            case OK, JOINED -> {
                if (!life.registered()) {
                    registerAgain(life);
                }
            }
            case LOST -> {
                LOG.warn("Redis has lost this node's lease; the node registers its sessions again");
                registerAgain(life);
            }
            case SUPERSEDED -> {
                LOG.error(
                        "Another gateway has joined with the node id {} of this gateway; give each gateway its own server.node_id",
                        settings.nodeId());
                if (leaseConflict.superseded(redis.time().nanoTime())) {
                    life = Incarnation.unborn(newIncarnation());
                } else {
                    rejoin();
                }
            }
            case LAPSED -> {
                LOG.warn("This node's lease in Redis has lapsed; the node registers its sessions again");
                rejoin();
            }
        }
    }

    private void rejoin() {
        Incarnation next = Incarnation.unborn(newIncarnation());
        life = next;
        beat(next, Sign.JOIN);
        registerAgain(life);
    }

    private void registerAgain(Incarnation now) {
        life = now.asRegistered(listeners.isEmpty());
        listeners.forEach(Runnable::run);
    }

    /** One sign of life; what Redis says of us. */
    private Word beat(Incarnation now, Sign sign) {
        long start = redis.time().nanoTime();
        Instant since = redis.time().now();
        Answer answer = register.beat(now.incarnation(), sign, seenWritten);
        seenWritten = answer.written();
        if (answer.hasLostData()) {
            dataLosses.increment();
            LOG.error("Redis has lost data: it was restarted or restored with less than it had, or a fail-over has lost"
                    + " its latest writes. Revocations of tokens may be lost; see docs/backup.md");
        }
        if (answer.word().isAlive()) {
            life = now.leased(
                    new Incarnation.Lease(start, start + settings.lease().toNanos(), since));
        }
        clusterView = answer.cluster();
        return answer.word();
    }

    private String newIncarnation() {
        byte[] bytes = new byte[INCARNATION_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reports that the data of a dead incarnation is removed, so that the incarnation can be forgotten. */
    public void cleaned(String incarnation) {
        register.cleaned(incarnation);
    }

    /** The duration of a lease. */
    public Duration lease() {
        return settings.lease();
    }
}
