package io.mychat.gateway.redis.chat.notification;

import io.mychat.gateway.redis.bus.BusSettings;
import io.mychat.gateway.redis.bus.Subscription;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on this gateway's channel for hints. It is not the bus's: in a cluster that one belongs to one shard, and a script
 * on another shard cannot speak there. A line that looks alive but is deaf is found too: this gateway speaks to itself now
 * and then, and silence ends the line.
 */
public final class InboxNotifications implements HealthIndicator, MetricSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InboxNotifications.class);
    private static final String PROBE = "?";
    private static final int PROBES_UNTIL_DOWN = 2;

    private final Redis redis;
    private final String channel;
    private final Subscription subscription;
    private final BackgroundTask probes;

    /** Only for the thread that speaks. */
    private boolean saidDown;

    private int downInARow;

    /**
     * @param hearer gets each hint, on the line's thread
     * @param onLine runs there each time that a line begins to hear; what was said before may be lost
     */
    public InboxNotifications(
            Redis redis, String channel, BusSettings settings, Consumer<String> hearer, Runnable onLine) {
        this.redis = redis;
        this.channel = channel;
        Subscription.Listener ear = new Subscription.Listener() {
            @Override
            public void onBytes(byte[] message) {
                String text = new String(message, StandardCharsets.UTF_8);
                if (!text.equals(PROBE)) {
                    hearer.accept(text);
                }
            }

            @Override
            public void onSubscribed() {
                onLine.run();
            }
        };
        this.subscription = new Subscription(redis.subscribing(), channel, () -> false, settings, ear);
        this.probes = new BackgroundTask(redis.time(), "redis-hints-probe", settings::probe, this::probe);
        redis.onMasterChange(subscription::renew);
    }

    public void start() {
        subscription.start();
        probes.start();
    }

    /** Speaks to itself, and says when the line is down or up again; blocks. */
    private void probe() {
        RedisReply said =
                redis.all(List.of(Command.keyless("PUBLISH", channel, PROBE))).get(0);
        if (said.isFailed()) {
            LOG.debug("No probe of the line for hints reached Redis", said.failure());
        }
        downInARow = subscription.isUp() ? 0 : downInARow + 1;
        if (downInARow >= PROBES_UNTIL_DOWN && !saidDown) {
            saidDown = true;
            LOG.warn(
                    "this gateway does not hear what others put into inboxes, and delivers it late; does Redis answer, and may"
                            + " its user subscribe to {}?",
                    channel);
        } else if (downInARow == 0 && saidDown) {
            saidDown = false;
            LOG.info("this gateway hears again what others put into inboxes");
        }
    }

    @Override
    public String component() {
        return "redis_hints";
    }

    @Override
    public Status status() {
        return subscription.isUp() ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "redis_hint_line_up",
                        "1 while this node hears what others put into inboxes.",
                        subscription.isUp() ? 1 : 0),
                Metric.counter("redis_hint_line_reconnects_total", "Lines for hints that ended.", (double)
                        subscription.reconnects()));
    }

    @Override
    public void close() {
        probes.close();
        subscription.close();
    }
}
