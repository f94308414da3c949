package io.mychat.gateway.client;

import io.mychat.gateway.client.data.UserInfo;
import io.mychat.gateway.client.port.Http;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A client whose time, network and random numbers a test holds. Everything runs on the thread of the test. */
@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
final class Fixture {

    static final String URL = "ws://gateway.test/ws";

    final ManualTimers timers = new ManualTimers();
    final List<FakeSocket> sockets = new ArrayList<>();
    final List<Throwable> reported = new ArrayList<>();
    final List<String> contents = new ArrayList<>();
    final List<ClientState> states = new ArrayList<>();
    final List<String> refreshes = new ArrayList<>();
    final List<Runnable> wakes = new ArrayList<>();
    CompletionStage<Http.Answer> refreshAnswer =
            CompletableFuture.failedFuture(new IllegalStateException("no network"));
    double random = 0.5;
    private int ids;
    final GatewayClient client;

    Fixture() {
        this(builder -> builder);
    }

    Fixture(UnaryOperator<GatewayClientBuilder> settings) {
        client = settings.apply(GatewayClient.builder(URL)
                        .platform("web")
                        .apiUrl("http://gateway.test/api/")
                        .timers(timers)
                        .callbacks(Runnable::run)
                        .random(() -> random)
                        .newId(() -> "id-" + ++ids)
                        .report(reported::add)
                        .wake(wake -> {
                            wakes.add(wake);
                            return () -> wakes.remove(wake);
                        })
                        .http((url, json, timeoutMs) -> {
                            refreshes.add(url + " " + json);
                            return refreshAnswer;
                        })
                        .sockets((url, subprotocol, openMs, listener) -> {
                            if (url.contains("invalid")) {
                                throw new IllegalArgumentException(url);
                            }
                            FakeSocket socket = new FakeSocket(url, listener);
                            sockets.add(socket);
                            return socket;
                        }))
                .build();
        client.on(Event.STATE, states::add);
        client.on(Event.MESSAGE, message -> contents.add(message.content()));
    }

    FakeSocket socket() {
        return sockets.get(sockets.size() - 1);
    }

    CompletableFuture<UserInfo> connect() {
        return client.connect(Credentials.password("alice", "secret"));
    }

    /** A client that is logged in as alice. */
    FakeSocket online() {
        connect();
        return grant("e1", 0, false);
    }

    /** Answers the login of the newest connection. */
    FakeSocket grant(String epoch, long latestSeq, boolean gap) {
        FakeSocket socket = socket();
        socket.open();
        long cmdId = socket.sent.get(0).number("cmd_id", 0);
        socket.answer(cmdId, 200, login(epoch, latestSeq, gap));
        return socket;
    }

    static Map<String, Object> login(String epoch, long latestSeq, boolean gap) {
        Map<String, Object> reply = new HashMap<>();
        reply.put("token", "t1");
        reply.put("refresh_token", "r1");
        reply.put("expires_in", 86_400);
        reply.put("user_info", Map.of("user_id", "alice", "username", "alice", "roles", List.of()));
        reply.put("session_id", "s-1");
        reply.put("device_id", "d-1");
        reply.put("resume", Map.of("epoch", epoch, "from_seq", latestSeq + 1, "latest_seq", latestSeq, "gap", gap));
        return reply;
    }

    /** The next connection, open and logged in. */
    FakeSocket again() {
        int before = sockets.size();
        for (int waited = 0; sockets.size() == before; waited += 50) {
            if (waited > 40_000) {
                throw new AssertionError("there is no new connection");
            }
            timers.advance(50);
        }
        return grant("e1", 0, false);
    }

    static Map<String, Object> sentAs(String messageId) {
        return Map.of("message_id", messageId, "chat_id", "dm:alice:bob", "chat_seq", 1, "status", "sent");
    }
}
