package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Device;
import io.mychat.gateway.client.data.History;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Sent;
import io.mychat.gateway.client.data.UserInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the gateway that is kept: it logs in, resumes, acknowledges, refreshes its tokens, and connects again unless the gateway forbids it.
 * Each message is delivered once.
 *
 * <p>Any thread may call, and no call blocks. One owner has all state: a serial queue on the thread of {@link GatewayClientBuilder#timers}. Listeners
 * are called one after the other on a thread of {@link GatewayClientBuilder#callbacks}, and may block: what arrives meanwhile waits, up to
 * {@link InboxSettings#undelivered}, and then in the socket. Futures are completed on those threads too, not in the order of the listeners, so a listener
 * may wait for one. They fail with a {@link GatewayException}; cancelling one does not take the command back.
 *
 * @since 0.1.0
 */
public final class GatewayClient implements AutoCloseable {

    private final Environment environment;
    private final Engine engine;
    private final Calls calls;
    private final Supplier<String> newId;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    GatewayClient(GatewayClientBuilder builder) {
        environment = new Environment(builder);
        newId = builder.newId;
        engine = new Engine(environment, new ClientSettings(builder));
        calls = new Calls(engine);
    }

    /** Begins a client of the gateway at this WebSocket address, such as {@code wss://chat.example.com/ws}. */
    public static GatewayClientBuilder builder(String url) {
        return new GatewayClientBuilder(url);
    }

    /**
     * Calls the listener at each event of this kind. What it throws goes to {@link GatewayClientBuilder#report}, and the other listeners are called all the
     * same; the message counts as delivered.
     *
     * @return ends it
     */
    public <T> Runnable on(Event<T> event, Consumer<? super T> listener) {
        return engine.events.on(event, listener);
    }

    /** What the client does at present. */
    public ClientState state() {
        return engine.state();
    }

    /** The messages that the gateway has not stored yet, the oldest first. */
    public List<Outgoing> unsent() {
        return engine.outbox.messages();
    }

    /** Goes on with the saved session, or asks the token source; else as {@link #connect(Credentials)}. */
    public CompletableFuture<UserInfo> connect() {
        return connectAs(null);
    }

    /**
     * Connects, and stays connected until {@link #disconnect} or until the gateway forbids it.
     *
     * @return completes at the first login, and fails when there will be none; meanwhile the client tries for as long as it takes
     */
    public CompletableFuture<UserInfo> connect(Credentials credentials) {
        return connectAs(credentials);
    }

    private CompletableFuture<UserInfo> connectAs(@Nullable Credentials credentials) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(closedError());
        }
        CompletableFuture<UserInfo> result = new CompletableFuture<>();
        environment.serial.execute(() -> engine.connect(credentials, result));
        return result;
    }

    /**
     * Closes the connection and stays away. What was not sent is kept.
     *
     * @return completes when the listeners have heard everything that had arrived, and the session is saved
     */
    public CompletableFuture<Void> disconnect() {
        if (closed.get()) {
            return end.copy();
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        disconnect(() -> environment.complete(result, null, null));
        return result;
    }

    private void disconnect(Runnable afterwards) {
        environment.serial.execute(() -> {
            engine.stop(StopReason.DISCONNECTED, null);
            engine.events.afterAll(() -> engine.keeper.afterSaving(afterwards));
        });
    }

    /** Ends the login of this device: its tokens are revoked. This client forgets them, and its outbox, even when that fails. */
    public CompletableFuture<Void> logout() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        CompletionStage<JsonObject> asked =
                calls.request(Command.LOGOUT, Map.of(), RequestOptions.DEFAULT, reply -> reply);
        asked.whenComplete((reply, failure) -> {
            environment.serial.execute(() -> {
                engine.stop(StopReason.LOGGED_OUT, null);
                engine.forget();
                environment.complete(result, null, failure == null ? null : GatewayException.of(failure));
            });
        });
        return result;
    }

    /** As {@link #send(String, String, String)}, with a new id. */
    public CompletableFuture<Sent> send(String toUser, String content) {
        return send(toUser, content, newId.get());
    }

    /**
     * Sends a message, now or when there is a connection.
     *
     * @param clientMsgId by it the gateway recognises a repetition; 1 to 64 characters. A message with the id of one that waits is that one
     * @return completes when the gateway has stored it; fails only when the gateway refuses it, it is too large, or the outbox is full
     */
    public CompletableFuture<Sent> send(String toUser, String content, String clientMsgId) {
        CompletableFuture<Sent> result = engine.outbox.add(new Outgoing(clientMsgId, toUser, content));
        if (closed.get()) {
            engine.outbox.fail(closedError());
        }
        return result;
    }

    /** The newest messages of a chat. */
    public CompletableFuture<History> history(String chatId) {
        return history(chatId, 50, null);
    }

    /**
     * Reads a chat backwards.
     *
     * @param limit 1 to 200
     * @param before the id of a message; null: the newest
     */
    public CompletableFuture<History> history(String chatId, int limit, @Nullable String before) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chat_id", chatId);
        data.put("limit", limit);
        if (before != null) {
            data.put("before", before);
        }
        return calls.request(Command.HISTORY, data, RequestOptions.IDEMPOTENT, History::of);
    }

    /** The devices on which the user is logged in. */
    public CompletableFuture<List<Device>> devices() {
        Function<JsonObject, List<Device>> reader =
                reply -> reply.objects("devices").stream().map(Device::of).toList();
        return calls.request(Command.DEVICES, Map.of(), RequestOptions.IDEMPOTENT, reader);
    }

    /** Logs another device of the user out. Completes with how many sessions that has ended. */
    public CompletableFuture<Long> dropDevice(String platform, String deviceId) {
        return calls.request(
                Command.DROP_DEVICE,
                Map.of("platform", platform, "device_id", deviceId),
                RequestOptions.DEFAULT,
                reply -> reply.number("kicked", 0));
    }

    /** Calls a command of your own. Waits for a connection if there is none; the time-out counts from the call. */
    public <Q, R> CompletableFuture<R> request(Command<Q, R> command, Q question) {
        return request(command, question, RequestOptions.DEFAULT);
    }

    /** As {@link #request(Command, Object)}; a request that may be repeated survives the end of the connection. */
    public <Q, R> CompletableFuture<R> request(Command<Q, R> command, Q question, RequestOptions options) {
        return calls.request(command.cmdId(), command.writer().apply(question), options, command.reader());
    }

    /** Says that everything up to this message is processed; with manual acknowledgements. */
    public void acknowledge(Delivered message) {
        environment.serial.execute(() -> engine.acknowledge(message));
    }

    /**
     * Disconnects for good, without waiting, and ends the client's own threads. What depends on the session (its last save) is still done. Idempotent.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            disconnect(() -> {
                engine.outbox.fail(closedError());
                environment.close();
                end.complete(null);
            });
        }
    }

    private static GatewayException closedError() {
        return GatewayException.local(GatewayException.STOPPED, "the client is closed");
    }

    /** The id of the chat of two people. */
    public static String chatIdOf(String userA, String userB) {
        String a = encoded(userA);
        String b = encoded(userB);
        return a.compareTo(b) <= 0 ? "dm:" + a + ":" + b : "dm:" + b + ":" + a;
    }

    /** Percent-encodes everything but the unreserved characters of RFC 3986. */
    private static String encoded(String userId) {
        return URLEncoder.encode(userId, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
