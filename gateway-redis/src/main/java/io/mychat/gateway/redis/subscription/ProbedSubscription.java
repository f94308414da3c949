package io.mychat.gateway.redis.subscription;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription to one channel that detects when it no longer receives. This gateway publishes a probe on the channel
 * periodically, and a subscription without input for {@link SubscriptionSettings#silence} is renewed. A change of the
 * master behind sentinels renews it at once. Thread-safe.
 */
public final class ProbedSubscription implements HealthIndicator, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProbedSubscription.class);
    private static final byte[] PROBE = {'?'};
    private static final int PROBES_UNTIL_WARNING = 2;

    private final Redis redis;
    private final Publisher publisher;
    private final Channel channel;
    private final SubscriptionSettings settings;
    private final ChannelListener listener;
    private final Subscription subscription;
    private final BackgroundTask probes;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile long lastReceived;

    private final Object lock = new Object();
    /** Guarded by the lock. */
    private boolean subscribedBefore;
    /** Whether the log says that the subscription is down. Guarded by the lock. */
    private boolean warned;
    /** In a row. Guarded by the lock. */
    private int probesWhileDown;

    public ProbedSubscription(
            Redis redis,
            Publisher publisher,
            Channel channel,
            SubscriptionSettings settings,
            ChannelListener listener) {
        this.redis = redis;
        this.publisher = publisher;
        this.channel = channel;
        this.settings = settings;
        this.listener = listener;
        this.lastReceived = redis.time().nanoTime();
        this.subscription = new Subscription(
                redis.subscribing(), channel.name(), publisher::askSharded, settings, new ChannelListener() {
                    @Override
                    public void onMessage(byte[] message) {
                        received(message);
                    }

                    @Override
                    public void onSubscribed() {
                        subscribed();
                    }
                });
        String thread = channel.component().replace('_', '-') + "-probe";
        this.probes = new BackgroundTask(redis.time(), thread, settings::probe, this::probe);
        redis.onMasterChange(subscription::renew);
    }

    /** Subscribes, in the background; a second call does nothing. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            subscription.start();
            probes.start();
        }
    }

    /** Whether messages arrive, as far as is known. */
    public boolean isUp() {
        return subscription.isUp();
    }

    /** The number of times that the subscription has ended. */
    public long reconnects() {
        return subscription.reconnects();
    }

    /** The seconds since the last received message or probe. */
    public double silenceSeconds() {
        return (redis.time().nanoTime() - lastReceived) / 1e9;
    }

    @Override
    public String component() {
        return channel.component();
    }

    @Override
    public Status status() {
        return !started.get() || isUp() ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public void close() {
        if (started.get()) {
            probes.close();
            subscription.close();
        }
    }

    private void received(byte[] message) {
        lastReceived = redis.time().nanoTime();
        if (!Arrays.equals(message, PROBE)) {
            listener.onMessage(message);
        }
    }

    private void subscribed() {
        lastReceived = redis.time().nanoTime();
        synchronized (lock) {
            if (subscribedBefore || warned) {
                LOG.info(
                        "{} are received again; what this gateway has missed is read from the store",
                        channel.content());
            }
            subscribedBefore = true;
            warned = false;
        }
        listener.onSubscribed();
    }

    /** Judges the subscription, and publishes the next probe; blocks for one round trip. */
    private void probe() {
        if (subscription.isUp()
                && redis.time().nanoTime() - lastReceived > settings.silence().toNanos()) {
            LOG.warn(
                    "{} are not received although the channel is subscribed; it is subscribed anew", channel.content());
            subscription.cut();
        }
        warnWhenDown();
        try {
            publisher.publish(channel.name(), PROBE);
        } catch (StoreUnavailableException e) {
            LOG.debug("The probe of channel {} did not reach Redis", channel.name(), e);
        }
    }

    private void warnWhenDown() {
        synchronized (lock) {
            probesWhileDown = subscription.isUp() ? 0 : probesWhileDown + 1;
            if (probesWhileDown >= PROBES_UNTIL_WARNING && !warned) {
                warned = true;
                LOG.warn(
                        "{} are not received and take effect late; check that Redis answers and that its user may subscribe"
                                + " to {}",
                        channel.content(),
                        channel.name());
            }
        }
    }
}
