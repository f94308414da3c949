package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.bus.BusSettings;
import io.mychat.gateway.redis.bus.Subscription;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
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
final class HintLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HintLine.class);
    private static final String PROBE = "?";

    private final Redis redis;
    private final String channel;
    private final BusSettings settings;
    private final Subscription subscription;

    /** Only for the thread that speaks. */
    private long spoke;

    /**
     * @param hearer gets each hint, on the line's thread
     * @param onLine runs there each time that a line begins to hear; what was said before may be lost
     */
    HintLine(Redis redis, String channel, BusSettings settings, Consumer<String> hearer, Runnable onLine) {
        this.redis = redis;
        this.settings = settings;
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
    }

    void start() {
        subscription.start();
    }

    /** Speaks to itself if it is time; by one thread, often. Blocks. */
    void probeWhenDue() {
        long now = redis.time().nanoTime();
        if (spoke != 0 && now - spoke < settings.probe().toNanos()) {
            return;
        }
        spoke = now;
        Reply said =
                redis.all(List.of(Command.keyless("PUBLISH", channel, PROBE))).get(0);
        if (said.isFailed()) {
            LOG.debug("No probe of the line for hints reached Redis", said.failure());
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
