package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.BackoffSettings;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.GatewayClientBuilder;
import io.mychat.gateway.client.LivenessSettings;
import io.mychat.gateway.client.OutboxSettings;
import io.mychat.gateway.client.SessionStore;
import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import io.mychat.gateway.client.jdk.JdkNetwork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client under test, its network and its device; the client may be restarted. */
final class Alice implements SessionStore {

    static final BackoffSettings FAST = new BackoffSettings(20, 200, 200, 400, 200);

    private static final List<Event<?>> EVENTS = List.of(
            Event.STATE,
            Event.MESSAGE,
            Event.GAP,
            Event.SENT,
            Event.SEND_FAILED,
            Event.PUSH,
            Event.NEW_LOGIN,
            Event.CLOSING,
            Event.DRAINING,
            Event.COMMAND);

    private final JsonObject settings;
    private final Set<Runnable> wakes = ConcurrentHashMap.newKeySet();
    final Map<String, AtomicInteger> events = new ConcurrentHashMap<>();
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<Throwable> reported = new CopyOnWriteArrayList<>();
    volatile boolean offline;
    volatile long lastSeq = -1;
    private volatile @Nullable String saved;
    final JumpingTimers timers = new JumpingTimers();
    final JdkNetwork network = new JdkNetwork();

    Alice(JsonObject settings) {
        this.settings = settings;
    }

    GatewayClient start(String url, String apiUrl) {
        GatewayClientBuilder builder = GatewayClient.builder(url)
                .platform("web")
                .apiUrl(apiUrl)
                .backoff(FAST)
                .outbox(outbox())
                .liveness(liveness())
                .store(this)
                .timers(timers)
                .report(reported::add)
                .sockets((address, subprotocol, openMs, listener) ->
                        network.open(offline ? "ws://127.0.0.1:9/ws" : address, subprotocol, openMs, listener))
                .http((address, json, timeoutMs) -> offline
                        ? CompletableFuture.failedFuture(new IllegalStateException("offline"))
                        : network.post(address, json, timeoutMs))
                .wake(wake -> {
                    wakes.add(wake);
                    return () -> wakes.remove(wake);
                });
        GatewayClient client = builder.build();
        for (Event<?> event : EVENTS) {
            client.on(event, value -> count(event.name()).incrementAndGet());
        }
        client.on(Event.MESSAGE, this::receive);
        return client;
    }

    private void receive(Delivered message) {
        lastSeq = message.inboxSeq();
        if (message.fromUser().equals("bob")) {
            received.add(message.content());
        }
    }

    AtomicInteger count(String event) {
        return events.computeIfAbsent(event, name -> new AtomicInteger());
    }

    private OutboxSettings outbox() {
        OutboxSettings usual = OutboxSettings.DEFAULT;
        int messages = (int) settings.object("outbox").number("messages", 20_000);
        return new OutboxSettings(messages, usual.bytes(), usual.messageBytes(), usual.replyMs(), 50);
    }

    /** A machine under load is slow, not dead; scenarios about silence have less patience. */
    private LivenessSettings liveness() {
        JsonObject chosen = settings.object("liveness");
        return new LivenessSettings(
                chosen.number("openMs", 30_000),
                chosen.number("heartbeatMs", 60_000),
                chosen.number("replyMs", 30_000),
                chosen.number("probeMs", 30_000));
    }

    void wake() {
        wakes.forEach(Runnable::run);
    }

    JsonObject session() {
        String text = saved;
        return text == null ? JsonObject.EMPTY : JsonObject.of(new JacksonJson().read(text));
    }

    @Override
    public @Nullable String load() {
        return saved;
    }

    @Override
    public void save(@Nullable String session) {
        saved = session;
    }
}
