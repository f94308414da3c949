package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.subscription.Channel;
import io.mychat.gateway.redis.subscription.ChannelListener;
import io.mychat.gateway.redis.subscription.ProbedSubscription;
import io.mychat.gateway.redis.subscription.Publisher;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.NodeBus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link NodeBus} of a cluster. Each node has one channel; the nodes are those with a lease. A message to a node
 * without a subscription is lost, and the node is notified later that messages may be lost. Thread-safe.
 */
public final class RedisNodeBus implements NodeBus, MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisNodeBus.class);

    private final Redis redis;
    private final Membership membership;
    private final Publisher publisher;
    private final Runnable messagesLost;
    private final ProbedSubscription subscription;
    private final AtomicReference<@Nullable Receiver> receiver = new AtomicReference<>();
    private final LongAdder unreadable = new LongAdder();
    private final RateLimitedLog unreadableLog;

    /**
     * @param messagesLost called on the bus's thread each time that messages may have been lost: must not block
     */
    public RedisNodeBus(Redis redis, Membership membership, SubscriptionSettings settings, Runnable messagesLost) {
        this.redis = redis;
        this.membership = membership;
        this.publisher = Publisher.sharded(redis);
        this.messagesLost = messagesLost;
        this.unreadableLog = new RateLimitedLog(LOG::warn, redis.time());
        Channel channel =
                new Channel(redis.keys().bus(membership.nodeId()), "redis_bus", "The messages of other gateways");
        this.subscription = new ProbedSubscription(redis, publisher, channel, settings, new ChannelListener() {
            @Override
            public void onMessage(byte[] message) {
                received(message);
            }

            @Override
            public void onSubscribed() {
                RedisNodeBus.this.messagesLost.run();
                Receiver listener = receiver.get();
                if (listener != null) {
                    listener.onMessagesLost();
                }
            }
        });
    }

    @Override
    public void listen(Receiver listener) {
        if (!receiver.compareAndSet(null, listener)) {
            throw new IllegalStateException("the bus has a receiver already");
        }
        subscription.start();
    }

    @Override
    public void send(String nodeId, byte[] message) {
        if (message.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message has at most " + MAX_MESSAGE_BYTES + " bytes");
        }
        byte[] envelope = new Envelope(membership.nodeId(), message).bytes();
        publisher.publish(redis.keys().bus(nodeId), envelope);
    }

    @Override
    public Set<String> nodes() {
        // The last view may be older than a node that has just joined.
        membership.look();
        membership.requireLease();
        Set<String> nodes = new HashSet<>(membership.aliveNodes());
        nodes.add(membership.nodeId());
        return Set.copyOf(nodes);
    }

    /** Whether messages of other nodes arrive. */
    public HealthIndicator health() {
        return subscription;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "redis_subscriber_up",
                        "1 while this node receives messages of other nodes.",
                        subscription.isUp() ? 1 : 0),
                Metric.counter("redis_subscriber_reconnects_total", "Ended subscriptions to the bus.", (double)
                        subscription.reconnects()),
                Metric.counter("redis_bus_unreadable_total", "Invalid messages on the bus.", (double) unreadable.sum()),
                Metric.gauge(
                        "redis_subscriber_silence_seconds",
                        "Time since this node received anything on the bus.",
                        subscription.silenceSeconds()));
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void received(byte[] message) {
        Receiver listener = receiver.get();
        Optional<Envelope> envelope = Envelope.read(message);
        if (envelope.isPresent() && listener != null) {
            listener.onMessage(envelope.get().from(), envelope.get().content());
        } else {
            unreadable.increment();
            unreadableLog.log("A message on the bus is ignored: this release cannot read it");
        }
    }
}
