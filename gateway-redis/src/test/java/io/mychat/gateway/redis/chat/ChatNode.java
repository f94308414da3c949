package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.notification.InboxNotifications;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The store of one gateway, its way to Redis, and the clock that a test may move. */
public final class ChatNode implements AutoCloseable {

    private static final AtomicInteger MESSAGE_IDS = new AtomicInteger();

    private final Redis redis;
    private final AtomicLong offset = new AtomicLong();
    private final RedisMessageStore store;
    private @Nullable InboxNotifications notifications;

    private ChatNode(
            Redis redis,
            MessageSettings settings,
            String nodeId,
            UnaryOperator<RedisCalls> calls,
            Dependencies around,
            boolean inOneStep) {
        this.redis = redis;
        ChatKeys keys = new ChatKeys(redis.keys());
        this.store = new RedisMessageStore(
                calls.apply(RedisCalls.of(redis)),
                ChatDependencies.of(keys, settings, nodeId, around.time(), offset::get),
                new Sweeper.SweepSettings(
                        around.time(),
                        Duration.ofSeconds(5),
                        redis.settings().servers().mode() != Mode.CLUSTER,
                        around.dead()),
                inOneStep);
    }

    /** What a test may move: the gateway's own time, and who is known to be dead. */
    public record Dependencies(TimeSource time, Supplier<Set<String>> dead) {}

    public static ChatNode of(RedisSettings redis, String nodeId, Dependencies around) {
        return new ChatNode(
                Redis.of(redis, new RealTime()),
                MessageSettings.defaults(),
                nodeId,
                calls -> calls,
                around,
                redis.servers().mode() != Mode.CLUSTER);
    }

    /** Sweeps only when told to. */
    public static ChatNode of(RedisSettings redis, String nodeId) {
        return of(redis, nodeId, MessageSettings.defaults());
    }

    public static ChatNode of(RedisSettings redis, String nodeId, MessageSettings settings) {
        return of(redis, nodeId, settings, calls -> calls);
    }

    static ChatNode of(RedisSettings redis, String nodeId, MessageSettings settings, UnaryOperator<RedisCalls> calls) {
        return of(redis, nodeId, settings, calls, redis.servers().mode() != Mode.CLUSTER);
    }

    /** On one server, too, a message takes the two steps of a cluster, as after a message that is still pending. */
    static ChatNode inTwoSteps(
            RedisSettings redis, String nodeId, MessageSettings settings, UnaryOperator<RedisCalls> calls) {
        return of(redis, nodeId, settings, calls, false);
    }

    private static ChatNode of(
            RedisSettings redis,
            String nodeId,
            MessageSettings settings,
            UnaryOperator<RedisCalls> calls,
            boolean inOneStep) {
        RealTime time = new RealTime();
        return new ChatNode(Redis.of(redis, time), settings, nodeId, calls, new Dependencies(time, Set::of), inOneStep);
    }

    /** Hears what other nodes store for its users. */
    public static ChatNode hearing(RedisSettings redis, String nodeId) {
        ChatNode chatNode = of(redis, nodeId);
        chatNode.notifications =
                InboxNotifications.start(chatNode.redis, nodeId, SubscriptionSettings.defaults(), chatNode.store);
        return chatNode;
    }

    /** Of a node that hears. */
    public InboxNotifications notifications() {
        return Objects.requireNonNull(notifications);
    }

    public RedisMessageStore store() {
        return store;
    }

    /** Finishes what has been open for so long; blocks. */
    public void sweep(Duration age) {
        store.sweep(age);
    }

    public Redis redis() {
        return redis;
    }

    public Instant now() {
        return Instant.now().plusMillis(offset.get());
    }

    public void elapse(Duration duration) {
        long unused = offset.addAndGet(duration.toMillis());
    }

    /** A message with an id of its own. */
    public static NewMessage message(String from, String to, String content, @Nullable String clientMsgId) {
        String id = "m%09d".formatted(MESSAGE_IDS.incrementAndGet());
        return new NewMessage(id, from, to, content, clientMsgId, "session of " + from, Instant.now());
    }

    /** As if the process had ended: nothing is said to Redis any more. */
    public void stopAbruptly() {
        redis.close();
    }

    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
        store.close();
        redis.close();
    }
}
