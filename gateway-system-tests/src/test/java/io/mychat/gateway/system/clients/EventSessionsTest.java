package io.mychat.gateway.system.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.EventChannel;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestEventStream;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients whose network breaks WebSocket: the whole conversation over server-sent events and requests. */
class EventSessionsTest {

    private static final String EVENTS = "/api/events";
    private LiveGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = LiveGateway.start(builder -> builder.setting("server.events_enabled", true)
                .setting("server.max_event_streams", 8)
                .setting("server.max_event_streams_without_token", 6)
                .setting("security.messages_per_second", 100)
                .setting("server.drain_seconds", 1)
                .setting("server.close_timeout_seconds", 1)
                .setting("processing.max_outbound_bytes", 262_144));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private InetSocketAddress address() {
        return gateway.server().httpAddress();
    }

    private TestHttpClient http() {
        return gateway.clients().http();
    }

    private String token(String user, String device) {
        return gateway.clients().httpLogin(user, device).expect(200).text("token");
    }

    private EventChannel channel(String token, String lastId) {
        Map<String, String> headers = lastId.isEmpty()
                ? Map.of("Authorization", "Bearer " + token)
                : Map.of("Authorization", "Bearer " + token, "Last-Event-ID", lastId);
        return EventChannel.open(address(), EVENTS, headers);
    }

    private static TestMessage send(TestClient from, String to, String content) {
        return from.request(2001, "{\"to_user\":\"" + to + "\",\"content\":\"" + content + "\"}");
    }

    @Test
    void peopleOnBothTransportsTalk() {
        try (TestClient alice = TestClient.over(EventChannel.open(address(), EVENTS, Map.of()));
                TestClient bob = gateway.clients().login("bob", "web", "b")) {
            assertThat(alice.request(3001, "{}").code()).isEqualTo(401);
            assertThat(alice.login("alice", LiveGateway.PASSWORD, "web", "a").code())
                    .isEqualTo(200);

            assertThat(send(alice, "bob", "grüße 你好").code()).isEqualTo(200);
            assertThat(bob.next(2003).text("content")).isEqualTo("grüße 你好");
            assertThat(send(bob, "alice", "hello").code()).isEqualTo(200);
            TestMessage delivered = alice.next(2003);

            assertThat(delivered.text("content")).isEqualTo("hello");
            assertThat(alice.request(2004, "{\"inbox_seq\":" + delivered.data().path("inbox_seq") + "}")
                            .code())
                    .isEqualTo(200);
            assertThat(alice.request(1004, "{}").data().path("devices")).hasSize(1);
        }
    }

    @Test
    void aStreamWithATokenIsBoundAtOnceAndContinuesAfterACut() {
        String token = token("alice", "a");
        EventChannel first = channel(token, "");
        TestClient alice = TestClient.over(first);
        assertThat(alice.next(1002).code()).isEqualTo(200);
        TestClient bob = gateway.clients().login("bob", "web", "b");
        send(bob, "alice", "one");
        assertThat(alice.next(2003).text("content")).isEqualTo("one");
        alice.vanish();
        send(bob, "alice", "two");
        send(bob, "alice", "three");

        EventChannel second = channel(token, first.lastEventId());
        TestClient again = TestClient.over(second);

        assertThat(again.next(1002).data().path("resume").path("gap").asBoolean(true))
                .isFalse();
        assertThat(again.next(2003).text("content")).isEqualTo("two");
        assertThat(again.next(2003).text("content")).isEqualTo("three");
        assertThat(second.lastEventId()).isNotEqualTo(first.lastEventId());
        again.close();
        bob.close();
    }

    @Test
    void whateverByteACutComesAtNothingIsLostOrRepeated() throws Exception {
        String token = token("alice", "a");
        TestClient bob = gateway.clients().login("bob", "web", "b");
        EventChannel first = channel(token, "");
        TestClient alice = TestClient.over(first);
        alice.next(1002);
        String from = first.lastEventId();
        assertThat(from).as("the login has an id, too").endsWith(":0");
        alice.vanish();
        for (int i = 0; i < 3; i++) {
            send(bob, "alice", "m" + i);
        }

        for (int cut = 1; cut < 2200; cut += 59) {
            String body;
            try (TestEventStream stream = TestEventStream.open(
                    address(), EVENTS, Map.of("Authorization", "Bearer " + token, "Last-Event-ID", from))) {
                stream.socket().setSoTimeout(300);
                body = stream.readBytes(cut);
            }
            String whole = body.substring(0, body.lastIndexOf("\n\n") + 1);
            String id = whole.contains("\nid: ")
                    ? whole.substring(whole.lastIndexOf("\nid: ") + 5).split("\n", 2)[0]
                    : from;
            long seen = whole.lines()
                    .filter(line -> line.startsWith("data: {\"cmd_id\":2003"))
                    .count();
            TestClient resumed = TestClient.over(channel(token, id));
            for (long i = seen; i < 3; i++) {
                assertThat(resumed.next(2003).text("content"))
                        .as("cut at %d", cut)
                        .isEqualTo("m" + i);
            }
            assertThat(resumed.request(3001, "{}").code()).isEqualTo(200);
            assertThat(resumed.takeAll()).noneMatch(message -> message.cmdId() == 2003);
            resumed.vanish();
        }
        bob.close();
    }

    @Test
    void aNewStreamOfTheDeviceTakesOver() {
        String token = token("alice", "a");
        TestClient old = TestClient.over(channel(token, ""));
        old.next(1002);

        TestClient young = TestClient.over(channel(token, ""));

        assertThat(old.next(4003).text("reason")).isEqualTo("replaced");
        assertThat(old.closeCode()).isEqualTo(4411);
        assertThat(young.next(1002).code()).isEqualTo(200);
        assertThat(young.request(3001, "{}").code()).isEqualTo(200);
        TestClient socket = TestClient.connect(gateway.webSocketUri());
        assertThat(socket.verify(token).code()).isEqualTo(200);
        assertThat(young.closeCode()).isEqualTo(4411);
        socket.close();
    }

    @Test
    void aKickTellsCodeAndReasonAndEndsTheStream() {
        String admin = gateway.clients().httpLogin("root", "r").text("token");
        TestEventStream stream =
                TestEventStream.open(address(), EVENTS, Map.of("Authorization", "Bearer " + token("alice", "a")));
        assertThat(stream.next().orElseThrow().type()).isEqualTo("open");
        assertThat(stream.next().orElseThrow().data()).contains("\"cmd_id\":1002");

        assertThat(http().withToken(admin)
                        .post("/api/connections/kick", "{\"user_id\":\"alice\"}")
                        .json()
                        .path("kicked")
                        .asInt())
                .isEqualTo(1);

        assertThat(stream.next().orElseThrow().data()).contains("\"cmd_id\":4003");
        TestEventStream.Event last = stream.next().orElseThrow();
        assertThat(last.type()).isEqualTo("close");
        assertThat(last.data()).isEqualTo("{\"code\":4410,\"reason\":\"kicked\"}");
        assertThat(stream.next()).isEmpty();
        assertThat(stream.isComplete()).isTrue();
        stream.close();
    }

    @Test
    void aDeleteEndsTheStreamWithItsReason() {
        EventChannel channel = channel(token("alice", "a"), "");
        TestClient alice = TestClient.over(channel);
        alice.next(1002);
        alice.send(3001, "{}");

        channel.close(1000);

        assertThat(alice.next(3001).code()).as("what waited comes first").isEqualTo(200);
        assertThat(channel.awaitClose(TestClient.PATIENCE)).hasValue(1000);
        await().until(() -> gateway.connections() == 0);
    }

    @Test
    void aBanOfAUserClosesTheStreamAndRefusesTheNextOne() {
        String token = token("alice", "a");
        TestClient alice = TestClient.over(channel(token, ""));
        alice.next(1002);

        Ban ban = gateway.server().bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));

        assertThat(alice.next(4003).text("reason")).isEqualTo("banned");
        assertThat(alice.closeCode()).isEqualTo(4410);
        try (TestEventStream refused =
                TestEventStream.open(address(), EVENTS, Map.of("Authorization", "Bearer " + token))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.error()).contains("banned");
        }
        gateway.server().bans().lift(ban.id());
        TestClient again = TestClient.over(channel(token("alice", "a"), ""));
        again.next(1002).expect(200);
        again.close();
    }

    @Test
    void aBanOfAnAddressClosesTheStreamsFromThereAndRefusesNewOnes() {
        TestClient alice = TestClient.over(channel(token("alice", "a"), ""));
        alice.next(1002);
        TestClient stranger = TestClient.over(EventChannel.open(address(), EVENTS, Map.of()));

        gateway.server()
                .bans()
                .add(BanRequest.of(new BanTarget.Address("127.0.0.0/8"), "flood")
                        .forced());

        assertThat(alice.next(4003).text("reason")).isEqualTo("banned");
        assertThat(alice.closeCode()).isEqualTo(4403);
        assertThat(stranger.closeCode()).isEqualTo(4403);
        try (TestEventStream refused = TestEventStream.open(address(), EVENTS, Map.of())) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.error()).contains("banned");
        }
    }

    @Test
    void aTicketOpensOneStream() {
        String token = token("alice", "a");
        String ticket = http().withToken(token)
                .post(EVENTS + "/ticket", "{}")
                .expect(200)
                .text("ticket");
        String path = EVENTS + "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);

        TestClient alice = TestClient.over(EventChannel.open(address(), path, Map.of()));

        assertThat(alice.next(1002).code()).isEqualTo(200);
        try (TestEventStream again = TestEventStream.open(address(), path, Map.of())) {
            assertThat(again.status()).isEqualTo(401);
            assertThat(again.error()).contains("ticket_invalid");
        }
        alice.close();
    }

    @Test
    void aReaderThatStallsIsCutWith4430AndHoldsABoundedNumberOfBytes() {
        TestEventStream stalled =
                TestEventStream.open(address(), EVENTS, Map.of("Authorization", "Bearer " + token("alice", "a")));
        String content = "x".repeat(30_000);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    gateway.server().pushMessageToUser("alice", "{\"x\":\"" + content + "\"}");
                    return gateway.connections() == 0;
                });
        stalled.close();
    }

    @Test
    void aDrainTellsTheClientAndEndsWith1001() {
        TestClient alice = TestClient.over(channel(token("alice", "a"), ""));
        alice.next(1002);

        gateway.server().stop();

        assertThat(alice.next(4005).data().path("reconnect_after_ms").isIntegralNumber())
                .isTrue();
        assertThat(alice.closeCode()).isEqualTo(1001);
    }

    @Test
    void aFloodIsRefusedAndThenClosedAsOnAWebSocket() {
        EventChannel channel = channel(token("alice", "a"), "");
        String hundred = "[" + "{\"cmd_id\":3001},".repeat(99) + "{\"cmd_id\":3001}]";
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> channel.post(hundred).status() == 404);
        assertThat(channel.awaitClose(TestClient.PATIENCE)).hasValue(4429);
    }

    @Test
    void strangersAndThievesGetNothing() {
        EventChannel alice = channel(token("alice", "a"), "");
        TestHttpClient thief = http().withHeader("X-Session-Key", "s-guessed");
        assertThat(thief.post(EVENTS, "{\"cmd_id\":3001}").expect(404).text("error"))
                .isEqualTo("session_not_found");
        assertThat(thief.delete(EVENTS).status()).isEqualTo(404);
        assertThat(http().post(EVENTS, "{\"cmd_id\":3001}").expect(400).text("error"))
                .isEqualTo("session_key_required");
        assertThat(alice.post("nonsense").expect(400).text("error")).isEqualTo("not_json");
        assertThat(alice.post("[{\"cmd_id\":3001}").expect(400).text("error")).isEqualTo("not_json");
        assertThat(alice.post("[]").expect(200).json().path("accepted").asInt(-1))
                .isZero();
        assertThat(alice.post("[{\"cmd_id\":3001}, {\"cmd_id\":3001}]")
                        .expect(200)
                        .json()
                        .path("accepted")
                        .asInt())
                .isEqualTo(2);
        for (Map<String, String> headers :
                List.of(Map.of("Authorization", "Bearer nonsense"), Map.of("Last-Event-ID", "nonsense"))) {
            try (TestEventStream refused = TestEventStream.open(address(), EVENTS, headers)) {
                assertThat(refused.status()).isIn(400, 401);
            }
        }
        alice.vanish();
    }

    @Test
    void oneRequestHasABoundedNumberOfMessages() {
        EventChannel alice = channel(token("alice", "a"), "");

        assertThat(alice.post("[" + ",".repeat(1000) + "]").expect(400).text("error"))
                .isEqualTo("too_many_messages");
        assertThat(alice.post("[" + "1,".repeat(5000) + "1]").expect(400).text("error"))
                .isEqualTo("too_many_messages");

        assertThat(alice.post("[{\"cmd_id\":3001}]")
                        .expect(200)
                        .json()
                        .path("accepted")
                        .asInt())
                .as("nothing of a refused request reached the session")
                .isEqualTo(1);
        alice.vanish();
    }

    /** A stranger withholds a body of a megabyte, of which nobody wants a byte. */
    @Test
    void aBodyIsReadOnlyForTheHolderOfAKey() throws Exception {
        try (Socket socket = new Socket(address().getAddress(), address().getPort())) {
            socket.setSoTimeout((int) TestClient.PATIENCE.toMillis());
            socket.getOutputStream().write("""
                    POST /api/events HTTP/1.1\r
                    Host: h\r
                    X-Session-Key: guessed\r
                    Content-Type: application/json\r
                    Content-Length: 1048576\r
                    \r
                    [""".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 404 ").contains("session_not_found");
        }
    }

    @Test
    void streamsAreBounded() {
        List<TestEventStream> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(TestEventStream.open(address(), EVENTS, Map.of()));
            assertThat(open.get(i).status()).isEqualTo(200);
        }
        try (TestEventStream seventh = TestEventStream.open(address(), EVENTS, Map.of())) {
            assertThat(seventh.status()).as("strangers leave room").isEqualTo(503);
            assertThat(seventh.error()).contains("at_capacity");
        }
        for (int i = 6; i < 8; i++) {
            Map<String, String> shown = Map.of("Authorization", "Bearer " + token(i == 6 ? "alice" : "bob", "a"));
            open.add(TestEventStream.open(address(), EVENTS, shown));
            assertThat(open.get(i).status()).isEqualTo(200);
        }
        try (TestEventStream ninth = TestEventStream.open(address(), EVENTS, Map.of())) {
            assertThat(ninth.status()).isEqualTo(503);
            assertThat(ninth.error()).contains("at_capacity");
        }
        open.get(0).close();
        await().until(() -> {
            try (TestEventStream next = TestEventStream.open(address(), EVENTS, Map.of())) {
                return next.status() == 200;
            }
        });
        open.forEach(TestEventStream::close);
    }

    @Test
    void aMessageThatIsTooLargeEndsTheSessionWith1009() {
        EventChannel alice = channel(token("alice", "a"), "");
        assertThat(alice.post("{\"cmd_id\":7,\"x\":\"" + "y".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(alice.awaitClose(TestClient.PATIENCE)).hasValue(1009);
    }
}
