package io.mychat.gateway.redis.chat.notification;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.subscription.Channel;
import io.mychat.gateway.redis.subscription.ChannelListener;
import io.mychat.gateway.redis.subscription.ProbedSubscription;
import io.mychat.gateway.redis.subscription.Publisher;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Receives the messages that the scripts of inboxes publish to this gateway. They do not use the bus: in a cluster, the
 * channel of the bus belongs to one shard, and a script on another shard cannot publish there. Thread-safe.
 */
public final class InboxNotifications implements MetricSource, AutoCloseable {

    private final ProbedSubscription subscription;

    private InboxNotifications(ProbedSubscription subscription) {
        this.subscription = subscription;
    }

    /** Gets what was received, on the subscription's thread. */
    public interface Receiver {

        /** @param text a notification for {@link InboxNotification#parse} */
        void onNotification(String text);

        /** The channel is subscribed, for the first time or again: what was published before may be lost. */
        void onSubscribed();
    }

    /** Begins to subscribe; the caller closes it. */
    public static InboxNotifications start(
            Redis redis, String nodeId, SubscriptionSettings settings, Receiver receiver) {
        Channel channel = new Channel(
                redis.keys().inboxChannels() + nodeId, "redis_hints", "The notifications of inboxes on other gateways");
        ProbedSubscription subscription =
                new ProbedSubscription(redis, Publisher.unsharded(redis), channel, settings, new ChannelListener() {
                    @Override
                    public void onMessage(byte[] message) {
                        receiver.onNotification(new String(message, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void onSubscribed() {
                        receiver.onSubscribed();
                    }
                });
        subscription.start();
        return new InboxNotifications(subscription);
    }

    /** Whether this gateway hears what others put into inboxes. */
    public HealthIndicator health() {
        return subscription;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "redis_hint_line_up",
                        "1 while this node receives inbox notifications.",
                        subscription.isUp() ? 1 : 0),
                Metric.counter(
                        "redis_hint_line_reconnects_total", "Ended subscriptions to inbox notifications.", (double)
                                subscription.reconnects()));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
