package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who comes in, and how the gateway leaves: the handshakes of protocol.md section 1, point 6 of 1.2. */
class AdmissionTest {

    private static final TestHandshake PLAIN = TestHandshake.plain();

    @Test
    void overTheTotalHandshakesAre503UntilSomebodyLeaves() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("server.max_connections", 2))) {
            Guest first = gateway.connect();
            gateway.connect();

            ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(PLAIN);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.retryAfter()).isPositive();
            assertThat(refused.body()).contains("\"code\":503", "\"error\":\"at_capacity\"", "\"retry_after_ms\":");

            first.client().close();
            await().untilAsserted(
                            () -> assertThat(gateway.sockets.openConnections()).isEqualTo(1));
            assertThat(gateway.handshakeStatus(PLAIN)).isEqualTo(101);
        }
    }

    /** Wherever the process may have fewer files open; no system allows as many by itself. */
    @Test
    void theLimitOfOpenFilesBoundsNoConnectionsThatNeedNone() {
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.setting("server.max_connections", 10_000_000))) {
            HttpResponse metrics = gateway.http.get("/api/system/metrics", Map.of("Accept", "text/plain"));

            assertThat(new String(metrics.body(), StandardCharsets.UTF_8).lines())
                    .contains("mychat_connection_places_limit 10000000");
        }
    }

    @Test
    void aHandshakeThatIsAbandonedGivesItsPlaceBack() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("server.max_connections", 1))) {
            for (int i = 0; i < 5; i++) {
                gateway.sockets.connectAndVanish(PLAIN);
            }

            assertThat(gateway.handshakeStatus(PLAIN)).isEqualTo(101);
        }
    }

    @Test
    void tooManyFromOneAddressAre429AndOthersMayStillCome() {
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.setting("security.max_connections_per_ip", 2))) {
            TestHandshake one = PLAIN.from("192.0.2.1");
            assertThat(gateway.handshakeStatus(one)).isEqualTo(101);
            assertThat(gateway.handshakeStatus(one)).isEqualTo(101);

            ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(one);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfter()).isPositive();
            assertThat(gateway.handshakeStatus(PLAIN.from("192.0.2.2"))).isEqualTo(101);
        }
    }

    @Test
    void behindATrustedProxyTheClientsOwnAddressIsCounted() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("security.max_connections_per_ip", 1)
                .setting("security.client_address", "x-real-ip")
                .setting("security.trusted_proxies", List.of("10.0.0.0/8"))
                .setting("security.uncounted_addresses", List.of("192.0.2.9")))) {
            TestHandshake proxied = PLAIN.from("10.1.1.1");
            assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "192.0.2.1")))
                    .isEqualTo(101);
            assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "192.0.2.1")))
                    .isEqualTo(429);
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "192.0.2.9")))
                        .as("an address that is not counted")
                        .isEqualTo(101);
                assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "10.1.1.2")))
                        .as("a proxy of its own")
                        .isEqualTo(101);
            }
        }
    }

    @Test
    void deniedAddressesAre403AlsoBehindATrustedProxy() {
        try (TestGateway gateway = TestGateway.start(
                builder -> builder.setting("security.ip_deny", List.of("192.0.2.0/24", "2001:db8::/32"))
                        .setting("security.trusted_proxies", List.of("10.0.0.0/8"))
                        .setting("security.client_address", "x-forwarded-for"))) {
            assertThat(gateway.handshakeStatus(PLAIN.from("192.0.2.77"))).isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN.from("2001:db8::5"))).isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN.from("198.51.100.1"))).isEqualTo(101);

            TestHandshake proxied = PLAIN.from("10.1.1.1");
            assertThat(gateway.handshakeStatus(proxied.with("X-Forwarded-For", "198.51.100.1, 192.0.2.1")))
                    .isEqualTo(403);
            assertThat(gateway.handshakeStatus(proxied.with("X-Forwarded-For", "192.0.2.1, 198.51.100.1")))
                    .isEqualTo(101);
            assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "198.51.100.1")))
                    .isEqualTo(400);
            assertThat(gateway.handshakeStatus(PLAIN.from("198.51.100.1").with("X-Forwarded-For", "192.0.2.1")))
                    .isEqualTo(101);
        }
    }

    @Test
    void whereThereIsAnAllowListNobodyElseComesIn() {
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.setting("security.ip_allow", List.of("192.0.2.0/24"))
                        .setting("security.ip_deny", List.of("192.0.2.9")))) {
            assertThat(gateway.handshakeStatus(PLAIN.from("192.0.2.8"))).isEqualTo(101);
            assertThat(gateway.handshakeStatus(PLAIN.from("192.0.2.9"))).isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN.from("198.51.100.1"))).isEqualTo(403);
        }
    }

    @Test
    void aWebPageOfAnotherOriginIs403AndWhoIsNoBrowserMayCome() {
        try (TestGateway gateway = TestGateway.start(
                builder -> builder.setting("security.allowed_origins", List.of("https://chat.example")))) {
            assertThat(gateway.handshakeStatus(PLAIN.with("Origin", "https://chat.example")))
                    .isEqualTo(101);
            assertThat(gateway.handshakeStatus(PLAIN.with("Origin", "https://chat.example:443")))
                    .isEqualTo(101);
            assertThat(gateway.handshakeStatus(PLAIN.with("Origin", "http://chat.example")))
                    .isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN.with("Origin", "https://chat.example.evil")))
                    .isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN.with("Origin", "null"))).isEqualTo(403);
            assertThat(gateway.handshakeStatus(PLAIN)).isEqualTo(101);
        }
    }

    @Test
    void aStopTellsTheClientsFinishesWhatRunsAndClosesWith1001() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.handler(9000, (message, context) -> {
            working.countDown();
            mayEnd.await();
            return Reply.ok("{\"done\":true}");
        }))) {
            Guest idle = gateway.connect();
            Guest alice = gateway.login("alice", "web", "w");
            String request = alice.client().send(9000, "{}");
            working.await();

            Thread stopping = new Thread(gateway.server::stop);
            stopping.start();

            assertThat(reconnectAfter(idle)).isBetween(0L, 9999L);
            assertThat(reconnectAfter(alice)).isBetween(0L, 9999L);
            ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(PLAIN);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.retryAfter()).isPositive();
            assertThat(gateway.http
                            .get("/api/system/health/ready", java.util.Map.of())
                            .status())
                    .isEqualTo(503);
            assertThat(gateway.http
                            .get("/api/system/health/live", java.util.Map.of())
                            .status())
                    .isEqualTo(200);
            String late = alice.client().send(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}");
            gateway.sockets.settle();
            mayEnd.countDown();

            assertThat(alice.client().reply(request).data().path("done").booleanValue())
                    .isTrue();
            // Until her moment she is served.
            TestMessage answerLate = alice.client().reply(late);
            assertThat(answerLate.code()).isIn(200, 503);
            assertThat(answerLate.code() == 200
                            || answerLate.data().path("retry_after_ms").longValue() > 0)
                    .isTrue();
            assertThat(alice.client().closeCode()).isEqualTo(1001);
            assertThat(idle.client().closeCode()).isEqualTo(1001);
            stopping.join();
            assertThat(gateway.sockets.openConnections()).isZero();
            assertThat(gateway.time.pendingTimers()).isZero();
            assertThat(gateway.server.isRunning()).isFalse();
        }
    }

    @Test
    void aStopDoesNotWaitForeverForAHandlerThatHangs() {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("server.drain_seconds", 0)
                .handler(9000, (message, context) -> {
                    working.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                    return Reply.ok();
                }))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(9000, "{}");
            await().until(() -> working.getCount() == 0);

            gateway.server.stop();

            assertThat(alice.client().closeCode()).isEqualTo(1001);
            await().until(() -> interrupted.getCount() == 0);
        }
    }

    private static long reconnectAfter(Guest guest) {
        return guest.client().next(4005).data().path("reconnect_after_ms").asLong(-1);
    }
}
