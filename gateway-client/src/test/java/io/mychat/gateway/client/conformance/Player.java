package io.mychat.gateway.client.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.ClientState;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.GatewayClientBuilder;
import io.mychat.gateway.client.OutboxSettings;
import io.mychat.gateway.client.data.ChatMessage;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays one scenario against a gateway: what a step does stands in {@link #perform}, what it expects in {@link Expectations}. */
final class Player implements AutoCloseable {

    static final long PATIENCE_SECONDS = 30;
    static final String CHAT = GatewayClient.chatIdOf("alice", "bob");

    private final Gateway gateway;
    private final JsonObject scenario;
    private final List<GatewayClient> others = new ArrayList<>();
    private final GatewayClient bob;
    final Alice device;
    final FaultProxy proxy;
    GatewayClient alice;
    final List<String> sentByBob = new ArrayList<>();
    final List<String> sentByAlice = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<?>> outcomes = new ArrayList<>();
    final List<CompletableFuture<?>> answers = new ArrayList<>();
    final AtomicInteger refusedSends = new AtomicInteger();
    private final Set<String> historyBefore = new HashSet<>();
    private int written;

    Player(Gateway gateway, JsonObject scenario) {
        this.gateway = gateway;
        this.scenario = scenario;
        proxy = new FaultProxy(gateway.port(), () -> Faults.NONE);
        device = new Alice(scenario.object("client"));
        bob = honest("desktop", "bob-1");
        alice = device.start(proxy.url(), gateway.apiUrl());
    }

    void play() throws Exception {
        within(bob.connect(gateway.credentials("bob")));
        history().forEach(message -> historyBefore.add(message.messageId()));
        Expectations expectations = new Expectations(this);
        int index = 0;
        for (JsonObject step : scenario.objects("steps")) {
            index++;
            try {
                if (step.text("expect") == null) {
                    perform(step);
                } else {
                    expectations.check(step);
                }
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        "step " + index + " " + step.fields() + "; " + alice.state() + ", " + proxy.connections()
                                + " connections, " + device.events + " " + failure.getMessage(),
                        failure);
            }
        }
        assertThat(device.reported).isEmpty();
    }

    private GatewayClient honest(String platform, String deviceId) {
        OutboxSettings usual = OutboxSettings.DEFAULT;
        GatewayClientBuilder builder = GatewayClient.builder(gateway.url())
                .apiUrl(gateway.apiUrl())
                .platform(platform)
                .deviceId(deviceId)
                .backoff(Alice.FAST)
                .outbox(new OutboxSettings(20_000, usual.bytes(), usual.messageBytes(), usual.replyMs(), 50));
        GatewayClient client = builder.build();
        others.add(client);
        return client;
    }

    private void perform(JsonObject step) throws Exception {
        switch (step.text("do", "")) {
            case "connect" -> ignoring(alice.connect(gateway.credentials("alice")));
            case "restart" -> {
                within(alice.disconnect());
                alice.close();
                alice = device.start(proxy.url(), gateway.apiUrl());
                ignoring(alice.connect());
            }
            case "disconnect" -> within(alice.disconnect());
            case "logout" -> within(alice.logout());
            case "receive" -> receive(step);
            case "send" -> send(step);
            case "ask" -> answers.add(step.text("what", "").equals("devices") ? alice.devices() : alice.history(CHAT));
            case "wake" -> device.wake();
            case "plan" -> step.objects("faults").forEach(faults -> proxy.plan(Faults.of(faults)));
            case "cut" -> proxy.cut();
            case "stall" -> proxy.stall();
            case "pause" -> proxy.pause(true);
            case "unpause" -> proxy.pause(false);
            case "offline" -> {
                device.offline = true;
                proxy.cut();
            }
            case "online" -> {
                device.offline = false;
                device.wake();
            }
            case "sleep" -> device.timers.jump(step.number("ms", 0));
            case "close" -> proxy.injectClose((int) step.number("code", 0));
            case "say" -> say(step.object("frame"));
            case "deliver" -> deliver(step);
            case "kick" ->
                gateway.administer("/connections/kick", Map.of("user_id", "alice", "revoke", step.flag("revoke")));
            case "rival" -> within(honest("web", "rival").connect(gateway.credentials("alice")));
            case "twin" -> {
                Expectations.until(
                        () -> assertThat(device.session().text("device_id")).isNotNull());
                within(honest("web", device.session().text("device_id", "")).connect(gateway.credentials("alice")));
            }
            case "drain" -> gateway.administer("/system/drain", Map.of("per_second", 100));
            case "kill_gateway" -> gateway.kill();
            case "stop_gateway" -> gateway.terminate();
            case "start_gateway" -> gateway.startAgain();
            default -> throw new AssertionError("no step " + step.fields());
        }
    }

    private String text(String who, JsonObject step) {
        String text = who + " " + scenario.text("name") + " " + written++;
        return text + ".".repeat((int) Math.max(0, step.number("bytes", 0) - text.length()));
    }

    private void receive(JsonObject step) throws Exception {
        for (int i = 0; i < step.number("count", 1); i++) {
            String text = text("bob", step);
            sentByBob.add(text);
            within(bob.send("alice", text));
        }
    }

    private void send(JsonObject step) {
        for (int i = 0; i < step.number("count", 1); i++) {
            String text = text("alice", step);
            sentByAlice.add(text);
            outcomes.add(alice.send("bob", text).exceptionally(refused -> {
                sentByAlice.remove(text);
                refusedSends.incrementAndGet();
                return null;
            }));
        }
    }

    private void say(JsonObject frame) {
        proxy.injectText(Map.of(
                "cmd_id",
                frame.number("cmd_id", 0),
                "data",
                new JacksonJson().write(frame.object("data").fields())));
    }

    /** A message as the gateway would deliver it. The position is saved with the acknowledgement. */
    private void deliver(JsonObject step) {
        Expectations.until(() -> assertThat(device.session().object("position").number("last_seq", -2))
                .isEqualTo(
                        device.lastSeq == -1
                                ? device.session().object("position").number("last_seq", 0)
                                : device.lastSeq));
        JsonObject position = device.session().object("position");
        long inboxSeq = position.number("last_seq", 0) + step.number("ahead", 1);
        String content = text("bob", step);
        if (!step.flag("dropped")) {
            sentByBob.add(content);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("message_id", "injected-" + inboxSeq);
        data.put("chat_id", CHAT);
        data.put("chat_seq", 1);
        data.put("from_user", "bob");
        data.put("to_user", "alice");
        data.put("content", content);
        data.put("timestamp", Instant.now().toString());
        data.put("inbox_seq", inboxSeq);
        data.put("epoch", step.text("epoch", position.text("epoch", "")));
        if (step.flag("gap")) {
            data.put("gap", true);
        }
        proxy.injectText(Map.of("cmd_id", 2003, "user_id", "alice", "data", new JacksonJson().write(data)));
    }

    /** What is stored of alice since the scenario began. */
    List<String> storedOfAlice() throws Exception {
        return history().stream()
                .filter(message -> message.fromUser().equals("alice") && !historyBefore.contains(message.messageId()))
                .map(ChatMessage::content)
                .toList();
    }

    private List<ChatMessage> history() throws Exception {
        return within(bob.history(CHAT, 200, null)).messages();
    }

    String status() {
        return alice.state().status();
    }

    String reason() {
        return alice.state() instanceof ClientState.Stopped stopped
                ? stopped.reason().name().toLowerCase(Locale.ROOT)
                : "";
    }

    int events(String name) {
        return device.count(name).get();
    }

    static <T> T within(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void ignoring(CompletableFuture<?> future) {
        assertThat(future).as("a failure is seen in the state").isNotNull();
    }

    @Override
    public void close() throws Exception {
        alice.close();
        others.forEach(GatewayClient::close);
        within(alice.disconnect());
        proxy.close();
        device.timers.close();
        device.network.close();
    }
}
