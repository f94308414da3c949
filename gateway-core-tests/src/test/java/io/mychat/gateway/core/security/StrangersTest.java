package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients that are not logged in may take: messages, connections, bytes (protocol.md 1.1 and 1.5). */
class StrangersTest {

    private final List<TestGateway> gateways = new ArrayList<>();

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        TestGateway gateway = TestGateway.start(more);
        gateways.add(gateway);
        return gateway;
    }

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
    }

    private static double metric(TestGateway gateway, String name) {
        String text = new String(
                gateway.http
                        .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                        .body(),
                StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith("mychat_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static String login(String padding) {
        return "{\"cmd_id\":1001,\"platform\":\"web\",\"padding\":\"" + padding
                + "\",\"data\":{\"username\":\"alice\",\"password\":\"" + TestGateway.PASSWORD + "\"}}";
    }

    @Test
    void aStrangersMessageOver8KiBClosesWith1009() {
        TestGateway gateway = start(builder -> builder);
        Guest small = gateway.connect();
        assertThat(small.raw(login("x".repeat(8000))).code()).isEqualTo(200);

        Guest large = gateway.connect();
        large.client().sendRaw(login("x".repeat(8192)));

        assertThat(large.client().closeCode()).isEqualTo(1009);
    }

    @Test
    void aTokenMayBeLongerAndNotWithoutEnd() {
        TestGateway gateway = start(builder -> builder);
        Guest guest = gateway.connect();
        String token = "{\"cmd_id\":1002,\"platform\":\"web\",\"data\":{\"token\":\"" + "x".repeat(16_384) + "\"}}";
        assertThat(guest.raw(token).code()).isEqualTo(401);

        guest.client().sendRaw("{\"cmd_id\":1002,\"data\":{\"token\":\"" + "x".repeat(20_480) + "\"}}");

        assertThat(guest.client().closeCode()).isEqualTo(1009);
    }

    @Test
    void aFragmentedMessageIsMeasuredWhole() {
        TestGateway gateway = start(builder -> builder);
        Guest guest = gateway.connect();
        for (int i = 0; i < 6; i++) {
            guest.connection().sendFragment("x".repeat(4000).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(guest.client().closeCode()).isEqualTo(1009);
    }

    @Test
    void aLargeMessageBehindALoginWaitsForItAndIsNoFault() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        TestGateway gateway = start(builder -> builder.credentials((username, password) -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new CredentialVerdict.Accepted(TestGateway.user(username));
        }));
        Guest guest = gateway.connect();
        guest.client().sendRaw(login(""));
        asked.await();
        guest.client().sendRaw("{\"cmd_id\":3001,\"padding\":\"" + "x".repeat(60_000) + "\"}");
        guest.client().sendRaw("{\"cmd_id\":3001,\"request_id\":\"last\"}");
        gateway.sockets.settle();
        assertThat(metric(gateway, "buffered_bytes")).isZero(); // it is still in the socket
        assertThat(guest.connection().isOpen()).isTrue();

        answer.countDown();

        assertThat(guest.client().next().cmdId()).isEqualTo(1001);
        assertThat(guest.client().next().code()).isEqualTo(200);
        TestMessage last = guest.client().next();
        assertThat(last.code()).isEqualTo(200);
    }

    @Test
    void aLargeMessageBehindALoginThatFailsIsAFault() {
        TestGateway gateway = start(builder -> builder);
        Guest guest = gateway.connect();
        guest.client().sendRaw(login("").replace(TestGateway.PASSWORD, "wrong"));
        guest.client().sendRaw("{\"cmd_id\":3001,\"padding\":\"" + "x".repeat(60_000) + "\"}");

        assertThat(guest.client().next().code()).isEqualTo(401);
        assertThat(guest.client().closeCode()).isEqualTo(1009);
    }

    @Test
    void anAddressHasSoManyConnectionsWithoutALogin() {
        TestGateway gateway = start(builder -> builder.setting("security.max_unauthenticated_per_ip", 2));
        Guest oldest = gateway.connect();
        gateway.connect();

        ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(TestHandshake.plain());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).contains("\"error\":\"too_many_connections\"");
        assertThat(gateway.handshakeStatus(TestHandshake.plain().from("192.0.2.7")))
                .isEqualTo(101);

        gateway.advance(Duration.ofSeconds(2));
        Guest newcomer = gateway.connect();
        assertThat(oldest.client().closeCode()).isEqualTo(1013);
        assertThat(newcomer.client()
                        .login("alice", TestGateway.PASSWORD, "web", "d-1")
                        .code())
                .isEqualTo(200);
        assertThat(gateway.handshakeStatus(TestHandshake.plain())).isEqualTo(101); // who is logged in no longer counts
        assertThat(metric(gateway, "unauthenticated_places")).isEqualTo(3);
    }

    @Test
    void behindATrustedProxyTheClientsOwnAddressCounts() {
        TestGateway gateway = start(builder -> builder.setting("security.max_unauthenticated_per_ip", 1)
                .setting("security.trusted_proxies", List.of("127.0.0.1"))
                .setting("security.client_address", "x-real-ip"));
        TestHandshake one = TestHandshake.plain().with("X-Real-IP", "203.0.113.1");
        assertThat(gateway.handshakeStatus(one)).isEqualTo(101);
        assertThat(gateway.handshakeStatus(one)).isEqualTo(429);
        assertThat(gateway.handshakeStatus(TestHandshake.plain().with("X-Real-IP", "203.0.113.2")))
                .isEqualTo(101);
    }

    @Test
    void pastTheBoundInAllTheAddressWithMostLosesOne() {
        TestGateway gateway = start(builder -> builder.setting("server.max_unauthenticated", 4));
        TestHandshake crowded = TestHandshake.plain().from("192.0.2.1");
        TestConnection first = gateway.sockets.connect(crowded);
        gateway.sockets.connect(crowded);
        gateway.sockets.connect(crowded);
        TestConnection lonely = gateway.sockets.connect(TestHandshake.plain().from("192.0.2.2"));

        gateway.sockets.connect(TestHandshake.plain().from("192.0.2.3"));

        assertThat(first.awaitClose(Duration.ofSeconds(10))).hasValue(1013);
        assertThat(lonely.isOpen()).isTrue();
    }

    @Test
    void strangersWithHalfMessagesLoseThemAndUsersAreServed() {
        TestGateway gateway = start(builder -> builder.setting("server.max_buffered_bytes", 1 << 20));
        Guest alice = gateway.login("alice", "web", "d-1");
        List<TestConnection> strangers = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            TestConnection stranger = gateway.sockets.connect();
            stranger.sendFragment(new byte[8000]);
            strangers.add(stranger);
        }

        gateway.sockets.settle();

        assertThat(strangers.stream().filter(TestConnection::isOpen)).hasSizeBetween(120, 140);
        assertThat(strangers.stream().filter(each -> !each.isOpen()))
                .allSatisfy(each ->
                        assertThat(each.awaitClose(Duration.ofSeconds(10))).hasValue(1013));
        assertThat(metric(gateway, "buffered_bytes")).isBetween(900_000.0, 1_048_576.0);
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        gateway.login("bob", "web", "d-2");
        strangers.forEach(TestConnection::vanish);
        gateway.sockets.settle();
        assertThat(metric(gateway, "buffered_bytes")).isZero();
    }

    @Test
    void whoReadsNothingIsCutOffWhenTheUsersShareIsUsedUp() {
        TestGateway gateway = start(builder -> builder.setting("server.max_buffered_bytes", 4 << 20)
                .setting("processing.max_outbound_bytes", 1 << 20));
        Guest one = gateway.login("alice", "web", "d-1");
        Guest two = gateway.login("alice", "android", "d-2");
        one.connection().stopReading();
        two.connection().stopReading();
        String message = "\"" + "x".repeat(20_000) + "\"";

        for (int i = 0; i < 8; i++) {
            gateway.server.pushMessageToUser("alice", message);
        }
        String evictions = "buffer_evictions_total{client=\"authenticated\"}";
        await().untilAsserted(() -> assertThat(metric(gateway, evictions)).isEqualTo(1));

        one.connection().startReading();
        two.connection().startReading();
        await().untilAsserted(() -> assertThat(
                        Stream.of(one, two).filter(each -> each.connection().isOpen()))
                .hasSize(1));
        Guest closed = one.connection().isOpen() ? two : one;
        assertThat(closed.client().closeCode()).isEqualTo(4430);
    }

    @Test
    void pingsOverTheRateAreNotAnsweredAndEndIn4429() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 100).setting("security.message_burst", 50));
        Guest guest = gateway.connect();
        for (int i = 0; i < 1000; i++) {
            guest.connection().ping();
        }
        gateway.sockets.settle();
        assertThat(guest.connection().pongsReceived()).isEqualTo(50);
        assertThat(guest.connection().isOpen()).isTrue();

        // One is allowed and one refused every ten milliseconds: a hundred refusals take a second.
        for (int i = 0; i < 120; i++) {
            gateway.advance(Duration.ofMillis(10));
        }

        assertThat(guest.client().closeCode()).isEqualTo(4429);
        assertThat(guest.connection().pongsReceived()).isBetween(50, 200);
    }

    @Test
    void emptyFragmentsCountInTheRateToo() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 100).setting("security.message_burst", 50));
        Guest guest = gateway.connect();
        for (int i = 0; i < 1000; i++) {
            guest.connection().sendFragment(new byte[0]);
        }
        for (int i = 0; i < 120; i++) {
            gateway.advance(Duration.ofMillis(10));
        }

        assertThat(guest.client().closeCode()).isEqualTo(4429);
    }

    @Test
    void aClientThatPausesIsReadAgainAndKeepsItsMessages() {
        TestGateway gateway = start(
                builder -> builder.setting("security.messages_per_second", 10).setting("security.message_burst", 10));
        Guest guest = gateway.connect();
        for (int i = 0; i < 11; i++) {
            guest.connection().ping();
        }
        guest.client().sendRaw(login(""));
        gateway.sockets.settle();
        assertThat(guest.connection().pongsReceived()).isEqualTo(10);

        gateway.advance(Duration.ofMillis(100));

        assertThat(guest.client().next().code()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(guest.connection().isOpen()).isTrue());
    }
}
