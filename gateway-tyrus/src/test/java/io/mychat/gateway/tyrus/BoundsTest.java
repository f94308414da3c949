package io.mychat.gateway.tyrus;

import static io.mychat.gateway.testkit.transport.RawClient.TEXT;
import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static io.mychat.gateway.testkit.transport.RawClient.header;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile clients of a host's endpoints, and what the gateway refuses for them. */
class BoundsTest {

    private static final String ECHO = "/echo/r";

    private final TyrusEndpoints endpoints = TyrusEndpoints.builder()
            .endpoint(Endpoints.Echo.class)
            .endpoint(Endpoints.Flood.class)
            .build();
    private LiveGateway gateway;
    private InetSocketAddress address;

    @BeforeEach
    void forget() {
        Endpoints.CLOSED.clear();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(UnaryOperator<GatewayBuilder> more) throws IOException {
        gateway = LiveGateway.start(builder -> more.apply(builder.module(endpoints.module())
                .setting("host_endpoints.max_message_bytes", 1000)
                .setting("host_endpoints.idle_timeout_seconds", 3)
                .setting("host_endpoints.send_timeout_seconds", 1)
                .setting("host_endpoints.frames_per_second", 0)
                .setting("host_endpoints.threads", 2)));
        address = gateway.server().webSocketAddress();
    }

    private RawClient request(String path, String... headers) throws IOException {
        RawClient client = RawClient.connect(address);
        client.write(handshake(path, headers));
        return client;
    }

    private String answer(String path, String... headers) throws IOException {
        try (RawClient client = request(path, headers)) {
            return client.readHead();
        }
    }

    private RawClient open(String path) throws IOException {
        RawClient client = request(path);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /** As soon as the places of connections that have ended are given back. */
    private RawClient openWhenThereIsAPlace(String path) {
        return await().until(
                        () -> {
                            RawClient client = request(path);
                            if (client.readHead().startsWith("HTTP/1.1 101 ")) {
                                return client;
                            }
                            client.close();
                            return null;
                        },
                        Objects::nonNull);
    }

    private int closeCodeOf(byte[] bytes) throws IOException {
        try (RawClient client = open(ECHO)) {
            client.write(bytes);
            int code = client.readCloseCode();
            client.write(RawClient.close(code, ""));
            assertThat(client.seesEnd()).isTrue();
            return code;
        }
    }

    @Test
    void whatIsTooLargeClosesWith1009() throws IOException {
        start(builder -> builder);
        byte[] part = frame(TEXT, "x".repeat(600));
        byte[] more = frame(0x80, "x".repeat(600).getBytes(StandardCharsets.UTF_8));

        assertThat(closeCodeOf(frame(TEXT, "x".repeat(1001)))).isEqualTo(1009);
        assertThat(closeCodeOf(header(0x80 | TEXT, Long.MAX_VALUE))).isEqualTo(1009);
        byte[] negative = header(0x80 | TEXT, Long.MAX_VALUE);
        negative[2] = (byte) 0xff;
        assertThat(closeCodeOf(negative)).isEqualTo(1009);
        assertThat(closeCodeOf(join(part(part), header(0x80, Long.MAX_VALUE)))).isEqualTo(1009);
        assertThat(closeCodeOf(join(part(part), more))).as("fragments").isEqualTo(1009);
        try (RawClient client = open(ECHO)) {
            client.text("x".repeat(1000));
            assertThat(client.readText()).hasSize(1002);
        }
    }

    private static byte[] part(byte[] whole) {
        byte[] unfinished = whole.clone();
        unfinished[0] &= 0x7f;
        return unfinished;
    }

    @Test
    void whatBreaksTheProtocolClosesWith1002() throws IOException {
        start(builder -> builder);

        assertThat(closeCodeOf(new byte[] {(byte) 0x81, 1, 'x'})).as("no mask").isEqualTo(1002);
        assertThat(closeCodeOf(frame(0x83, new byte[0]))).as("opcode").isEqualTo(1002);
        assertThat(closeCodeOf(frame(0xC1, new byte[1]))).as("RSV1").isEqualTo(1002);
        assertThat(closeCodeOf(header(0x89, 126))).as("long ping").isEqualTo(1002);
        assertThat(closeCodeOf(frame(0x81, new byte[] {(byte) 0xC3, 0x28})))
                .as("UTF-8")
                .isEqualTo(1007);
    }

    @Test
    void framesMayArriveByteByByteAndWithTheHandshake() throws IOException {
        start(builder -> builder);
        byte[] message = frame(TEXT, "x".repeat(200));
        byte[] head = handshake(ECHO).getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = RawClient.connect(gateway.server().webSocketAddress())) {
            client.write(join(head, message));
            client.readHead();
            assertThat(client.readText()).hasSize(202);
            for (byte one : message) {
                client.write(new byte[] {one});
            }
            assertThat(client.readText()).hasSize(202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "basic"})
    void whoDoesNotReadLosesTheConnectionAndBlocksNobodyForLong(String way) throws Exception {
        start(builder -> builder.setting("processing.max_outbound_bytes", 200_000));
        List<RawClient> deaf = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            deaf.add(open("/flood"));
            deaf.get(i).text(way);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> endpoints.slowConsumers() == 3);

        for (int i = 0; i < 3; i++) {
            assertThat(Endpoints.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(1006);
            deaf.get(i).close();
        }
        try (RawClient client = open(ECHO)) {
            client.text("hi");
            assertThat(client.readText()).isEqualTo("r:hi");
        }
    }

    @Test
    void pingsOfWhoDoesNotReadBlockNoThread() throws Exception {
        start(builder -> builder.setting("processing.max_outbound_bytes", 2000));
        byte[] pings = new byte[0];
        for (int i = 0; i < 100; i++) {
            pings = join(pings, frame(0x89, new byte[125]));
        }
        List<RawClient> deaf = List.of(open(ECHO), open(ECHO), open(ECHO));
        long ended = endpoints.slowConsumers();
        while (endpoints.slowConsumers() < ended + 1) {
            for (RawClient client : deaf) {
                try {
                    client.write(pings);
                } catch (IOException e) {
                    // It was ended.
                }
            }
            try (RawClient client = open(ECHO)) {
                client.text("hi");
                assertThat(client.readText()).isEqualTo("r:hi");
            }
        }
        for (RawClient client : deaf) {
            client.close();
        }
    }

    @Test
    void aGatewayThatDrainsTakesNoNewOnesAndServesTheOpenOnesToItsEnd() throws Exception {
        start(builder -> builder.setting("server.drain_per_second", 1));
        try (TestClient alice = gateway.login("alice");
                TestClient bob = gateway.login("bob");
                TestClient carol = gateway.login("carol");
                RawClient open = open(ECHO)) {
            Thread stop = new Thread(gateway::close);
            stop.start();
            await().until(() -> answer(ECHO).startsWith("HTTP/1.1 503 "));
            open.text("still");
            assertThat(open.readText()).isEqualTo("r:still");
            assertThat(open.readCloseCode()).isEqualTo(1001);
            open.write(RawClient.close(1001, ""));
            stop.join();
            for (TestClient client : List.of(alice, bob, carol)) {
                assertThat(client.closeCode()).isEqualTo(1001);
            }
        }
    }

    @Test
    void whoIsSilentIsClosed() throws IOException {
        start(builder -> builder.setting("host_endpoints.idle_timeout_seconds", 1));
        try (RawClient client = open(ECHO)) {
            assertThat(client.readCloseCode()).isNotEqualTo(1006);
        }
        await().until(() -> endpoints.connections() == 0);
    }

    @Test
    void whoVanishesIsReportedAs1006() throws Exception {
        start(builder -> builder);
        RawClient client = open(ECHO);
        client.text("hi");
        client.readText();

        client.close();

        assertThat(Endpoints.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(1006);
    }

    @Test
    void theGatewaysRulesForHandshakesHold() throws IOException {
        start(builder -> builder.setting("security.max_connections_per_ip", 2)
                .setting("security.allowed_origins", List.of("https://chat.example")));
        assertThat(answer(ECHO, "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("Sec-WebSocket-Accept");
        // Who was answered has its place for a moment longer.
        await().untilAsserted(() -> assertThat(answer("/nowhere")).startsWith("HTTP/1.1 404 "));
        await().untilAsserted(() ->
                assertThat(answer(ECHO, "Sec-WebSocket-Version: 12")).startsWith("HTTP/1.1 400 "));
        for (int i = 0; i < 5; i++) {
            try (RawClient one = openWhenThereIsAPlace(ECHO);
                    RawClient two = openWhenThereIsAPlace(ECHO)) {
                assertThat(answer(ECHO)).as("a third one").startsWith("HTTP/1.1 429 ");
                assertThat(answer("/ws")).as("of the gateway").startsWith("HTTP/1.1 429 ");
            }
            await().until(() -> endpoints.connections() == 0);
        }
    }

    @Test
    void anAddressThatIsRefusedGetsNoEndpoint() throws IOException {
        start(builder -> builder.setting("security.ip_deny", List.of("127.0.0.0/8")));

        assertThat(answer(ECHO)).startsWith("HTTP/1.1 403 ");
    }
}
