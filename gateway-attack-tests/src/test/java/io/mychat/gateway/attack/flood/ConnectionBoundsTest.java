package io.mychat.gateway.attack.flood;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bounds on connections over real sockets: who is refused is told so, and who is silent makes room. */
final class ConnectionBoundsTest {

    private static final String STRANGER = "127.0.0.1";
    private static final String ANOTHER = "127.0.0.3";
    /** After so much of it a connection makes room. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final String HEALTH = "GET /api/system/health HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<RawClient> clients = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
    }

    private void start(String setting, int value) throws IOException {
        gateway = LiveGateway.start(
                builder -> builder.setting(setting, value).setting("server.request_timeout_seconds", 2));
    }

    private InetSocketAddress http() {
        return gateway.server().httpAddress();
    }

    private RawClient connect(InetSocketAddress to, String from) throws IOException {
        RawClient client = RawClient.of(HonestClient.connect(to, from));
        clients.add(client);
        return client;
    }

    private String ask(String from) throws IOException {
        try (RawClient client = RawClient.of(HonestClient.connect(http(), from))) {
            client.write(HEALTH);
            return client.readHead();
        }
    }

    @Test
    void anHttpConnectionTooManyIsToldSoUntilASilentOneGoes() throws Exception {
        start("server.max_http_connections_per_ip", 3);
        RawClient first = connect(http(), STRANGER);
        connect(http(), STRANGER);
        connect(http(), STRANGER);
        // Each connection is counted on an I/O thread of its own; the one that asks is the fourth.
        await().untilAsserted(() -> assertThat(metrics()).contains("\nmychat_http_connections 4\n"));

        RawClient refused = connect(http(), STRANGER);
        refused.write(HEALTH);
        assertThat(refused.readHead())
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: 5\r\n", "Content-Type: application/json\r\n");
        assertThat(new String(refused.rest(), UTF_8))
                .contains("\"code\":429", "\"error\":\"too_many_connections\"", "\"retry_after_ms\":5000");
        assertThat(ask(ANOTHER)).startsWith("HTTP/1.1 200 ");

        await().untilAsserted(() -> assertThat(ask(STRANGER)).startsWith("HTTP/1.1 200 "));
        assertThat(first.seesEnd()).isTrue();
    }

    @Test
    void pastTheBoundInAllTheAddressWithMostLosesOne() throws Exception {
        start("server.max_http_connections", 3);
        connect(http(), STRANGER);
        connect(http(), STRANGER);
        connect(http(), STRANGER);

        assertThat(ask(ANOTHER)).startsWith("HTTP/1.1 200 ");
        await().untilAsserted(() ->
                assertThat(metrics()).containsPattern("\nmychat_connections_displaced_total [1-9][0-9]*\n"));
    }

    private String metrics() throws IOException {
        try (RawClient client = RawClient.of(HonestClient.connect(http(), ANOTHER))) {
            client.write("GET /api/system/metrics HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n"
                    + "Connection: close\r\n\r\n");
            return new String(client.rest(), UTF_8);
        }
    }

    @Test
    void silentConnectionsToTheWebSocketPortAreBoundedToo() throws Exception {
        start("server.max_pending_connections_per_ip", 2);
        InetSocketAddress port = gateway.webSocketAddress();
        String head;
        long begun;
        do {
            begun = System.nanoTime();
            RawClient first = connect(port, STRANGER);
            RawClient second = connect(port, STRANGER);
            await().untilAsserted(() -> assertThat(metrics()).contains("\nmychat_pending_connections 2\n"));
            RawClient refused = connect(port, STRANGER);
            refused.write(RawClient.handshake("/ws"));
            head = refused.readHead();
            first.close();
            second.close();
            // On a machine that takes longer for this, silence has made room for the newcomer.
        } while (System.nanoTime() - begun > SILENCE.toNanos());
        assertThat(head).startsWith("HTTP/1.1 429 ");
        RawClient other = connect(port, ANOTHER);
        other.write(RawClient.handshake("/ws"));
        assertThat(other.readHead()).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void whoSendsABodySlowlyIsTold408AndHoldsNoWorker() throws Exception {
        gateway = LiveGateway.start(builder -> builder.setting("server.request_timeout_seconds", 1)
                .setting("server.worker_threads", 1)
                .setting("server.worker_queue_size", 0));
        RawClient slow = connect(http(), STRANGER);
        slow.write("POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: 8000\r\n\r\n{");

        await().untilAsserted(() -> assertThat(ask(ANOTHER)).startsWith("HTTP/1.1 200 "));
        assertThat(slow.readHead()).startsWith("HTTP/1.1 408 ");
        assertThat(new String(slow.rest(), UTF_8)).contains("\"error\":\"body_timeout\"");
    }

    /** The time is that of the whole request: no byte that arrives extends it. */
    @Test
    void whoSendsByteByByteGetsNoMoreTime() throws Exception {
        start("server.request_timeout_seconds", 1);
        RawClient handshake = connect(gateway.webSocketAddress(), STRANGER);
        handshake.write("GET /ws HTTP/1.1\r\nX-Long: ");
        RawClient head = connect(http(), STRANGER);
        head.write("GET /api/system/health HTTP/1.1\r\nX-Long: ");
        RawClient body = connect(http(), STRANGER);
        body.write("POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: 8000\r\n\r\n{");

        for (RawClient client : List.of(handshake, head, body)) {
            await().pollInterval(Duration.ofMillis(50)).until(() -> isRefusedAByte(client));
        }
    }

    private static boolean isRefusedAByte(RawClient client) {
        try {
            client.write("x");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aLoginTakesAShortBodyAndCredentialsComeBeforeABody() throws Exception {
        start("server.max_auth_body_bytes", 100);
        RawClient large = connect(http(), STRANGER);
        large.write("POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n");
        assertThat(large.readHead()).startsWith("HTTP/1.1 413 ");
        RawClient nobody = connect(http(), STRANGER);
        nobody.write("POST /api/messages/push HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n");
        assertThat(nobody.readHead()).startsWith("HTTP/1.1 401 ");
        RawClient nowhere = connect(http(), STRANGER);
        nowhere.write("POST /api/none HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n");
        assertThat(nowhere.readHead()).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aBodyThatIsNoUtf8Is400() throws Exception {
        start("server.max_auth_body_bytes", 100);
        for (String bad : List.of("\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080")) {
            RawClient client = connect(http(), STRANGER);
            String body = "{\"username\":\"" + bad + "\",\"password\":\"p\",\"platform\":\"web\"}";
            client.write(
                    "POST /api/auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
        }
    }
}
