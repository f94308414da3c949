package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.NodeBus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short messages to nodes, sorted by topic: publish and subscribe on one channel for each node, sharded where
 * the server can (7.0). What is published while a node is not subscribed is lost; {@link #onHintsLost} tells when that may have been.
 *
 * <p>A probe to oneself finds a subscription that looks alive and hears nothing. Safe for use by many threads.
 */
public final class TopicBus implements HealthIndicator, MetricSource, AutoCloseable {

    /** The SPI's bus. */
    public static final byte NODES = 1;

    private static final byte PROBE = 0;
    private static final Logger LOG = LoggerFactory.getLogger(TopicBus.class);

    private final Redis redis;
    private final String nodeId;
    private final BusSettings settings;
    private final Subscription subscription;
    private final BackgroundTask probes;
    private final Map<Byte, NodeBus.Receiver> receivers = new ConcurrentHashMap<>();
    private final List<Runnable> losses = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean subscribedBefore = new AtomicBoolean();
    private final LongAdder unreadable = new LongAdder();
    private final RateLimitedLog warning;
    private volatile long lastHeard;
    private volatile @Nullable Boolean shardedChannels;

    public TopicBus(Redis redis, String nodeId, BusSettings settings) {
        this.redis = redis;
        this.nodeId = nodeId;
        this.settings = settings;
        this.warning = new RateLimitedLog(LOG::warn, redis.time());
        this.lastHeard = redis.time().nanoTime();
        this.subscription = new Subscription(
                redis.subscribing(), redis.keys().bus(nodeId), this::askSharded, settings, new Subscription.Listener() {
                    @Override
                    public void onBytes(byte[] message) {
                        received(message);
                    }

                    @Override
                    public void onSubscribed() {
                        subscribed();
                    }
                });
        this.probes = new BackgroundTask(redis.time(), "redis-bus-probe", settings::probe, this::probe);
        redis.onMasterChange(subscription::renew);
    }

    /** Subscribes, in the background; once is enough. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            subscription.start();
            probes.start();
        }
    }

    /** Hears what other nodes send about a topic, on the bus's thread: must not block. One receiver for each topic. */
    public void listen(byte topic, NodeBus.Receiver receiver) {
        if (receivers.putIfAbsent(topic, receiver) != null) {
            throw new IllegalStateException("somebody listens already");
        }
        start();
    }

    /** Called on the bus's thread, each time that messages may have been lost: must not block. */
    public void onHintsLost(Runnable listener) {
        losses.add(listener);
    }

    /**
     * Sends to one node; one round trip. Messages that follow one another on one thread keep their order.
     *
     * @throws StoreUnavailableException when Redis does not take it
     */
    public void send(byte topic, String toNode, byte[] content) {
        byte[] bytes = new Envelope(topic, nodeId, content).bytes();
        String publish = isSharded() ? "SPUBLISH" : "PUBLISH";
        redis.call(Command.read(publish, redis.keys().bus(toNode), new Object[] {bytes}));
    }

    /** Whether messages arrive. */
    public boolean isUp() {
        return subscription.isUp();
    }

    @Override
    public String component() {
        return "redis_bus";
    }

    @Override
    public Status status() {
        return !started.get() || isUp() ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<Metric> metrics() {
        double age = (redis.time().nanoTime() - lastHeard) / 1e9;
        return List.of(
                Metric.gauge("redis_subscriber_up", "1 while this node hears the others.", isUp() ? 1 : 0),
                Metric.counter("redis_subscriber_reconnects_total", "Subscriptions that ended.", (double)
                        subscription.reconnects()),
                Metric.counter("redis_bus_unreadable_total", "Messages on the bus that make no sense.", (double)
                        unreadable.sum()),
                Metric.gauge("redis_subscriber_silence_seconds", "Since this node heard anything.", age));
    }

    @Override
    public void close() {
        if (started.get()) {
            probes.close();
            subscription.close();
        }
    }

    private void received(byte[] bytes) {
        lastHeard = redis.time().nanoTime();
        Optional<Envelope> message = Envelope.read(bytes);
        if (message.isPresent() && message.get().topic() == PROBE) {
            return;
        }
        NodeBus.Receiver receiver =
                message.map(Envelope::topic).map(receivers::get).orElse(null);
        if (message.isPresent() && receiver != null) {
            receiver.onMessage(message.get().from(), message.get().content());
        } else {
            unreadable.increment();
            warning.log("something came on the channel of the bus that this release cannot read");
        }
    }

    private void subscribed() {
        lastHeard = redis.time().nanoTime();
        if (subscribedBefore.getAndSet(true)) {
            LOG.info("hears the other gateways again; what they sent meanwhile is read from the store");
        }
        losses.forEach(Runnable::run);
    }

    private void probe() {
        if (subscription.isUp()
                && redis.time().nanoTime() - lastHeard > settings.silence().toNanos()) {
            LOG.warn("the subscription hears nothing, and is made anew");
            subscription.cut();
        }
        try {
            send(PROBE, nodeId, new byte[0]);
        } catch (StoreUnavailableException e) {
            LOG.debug("no probe reached Redis", e);
        }
    }

    /** As it was when this node last subscribed, so that both go the same way. */
    private boolean isSharded() {
        Boolean known = shardedChannels;
        return known == null ? askSharded() : known;
    }

    /** Asks the server: it may be another release by now. All gateways of a cluster get the same answer soon. */
    private boolean askSharded() {
        boolean answer = redis.version().isAtLeast(7, 0);
        shardedChannels = answer;
        return answer;
    }
}
