package io.mychat.gateway.redis.bus;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A node that hears the bus and has no lease. */
public final class BusNode implements AutoCloseable {

    private final RedisNodeBus bus;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();

    private BusNode(Redis redis, String nodeId, SubscriptionSettings settings) {
        Membership membership = new Membership(redis, NodeSettings.of(nodeId, Duration.ofSeconds(12)));
        this.bus = new RedisNodeBus(redis, membership, settings, losses::incrementAndGet);
    }

    /** Returns when the node hears. */
    public static BusNode hearing(Redis redis, String nodeId, SubscriptionSettings settings) {
        BusNode node = new BusNode(redis, nodeId, settings);
        node.bus.listen((from, content) -> node.heard.add(from + " " + new String(content, StandardCharsets.UTF_8)));
        Awaitility.await().until(() -> node.losses.get() == 1);
        return node;
    }

    public RedisNodeBus bus() {
        return bus;
    }

    /** Sender and text of each message, in their order. */
    public List<String> heard() {
        return heard;
    }

    /** How often the node was told that messages may be lost; once at its first subscription. */
    public int losses() {
        return losses.get();
    }

    public Status status() {
        return bus.health().status();
    }

    public void send(String toNode, String text) {
        bus.send(toNode, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        bus.close();
    }
}
