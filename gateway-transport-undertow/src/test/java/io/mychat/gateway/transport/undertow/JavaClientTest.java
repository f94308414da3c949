package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.common.TransportSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java's own client against the transports, with TLS and without. */
final class JavaClientTest {

    @TempDir
    Path directory;

    private static final class Client implements WebSocket.Listener {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        String next() throws InterruptedException {
            return java.util.Objects.requireNonNull(seen.poll(10, TimeUnit.SECONDS));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                seen.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            seen.add("pong " + message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            seen.add("close " + code + " " + reason);
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void talksAndIsClosed(boolean tls) throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        ManualTime time = new ManualTime();
        try (TransportUnderTest server = new TransportUnderTest(
                Transports.webSocket(time, tls ? settings().tls() : null), 2_000_000, 1 << 23)) {
            URI uri = URI.create(
                    (tls ? "wss" : "ws") + "://127.0.0.1:" + server.address().getPort() + "/ws");
            Client client = new Client();
            WebSocket socket = HttpClient.newBuilder()
                    .sslContext(keys.client())
                    .build()
                    .newWebSocketBuilder()
                    .buildAsync(uri, client)
                    .join();
            ServerSide side = server.nextOpened();
            socket.sendText("grüße 你好", true).join();
            assertThat(client.next()).isEqualTo("grüße 你好");
            String big = "0123456789".repeat(150_000);
            socket.sendText(big, true).join();
            assertThat(client.next()).isEqualTo(big);
            for (int i = 0; i < 300; i++) {
                socket.sendText("m" + i, true).join();
            }
            for (int i = 0; i < 300; i++) {
                assertThat(client.next()).isEqualTo("m" + i);
            }
            socket.sendPing(ByteBuffer.wrap(new byte[5])).join();
            assertThat(client.next()).isEqualTo("pong 5");
            side.whenText((at, text) -> at.connection().suspendReceiving());
            socket.sendText("a", true).join();
            socket.sendText("b", true).join();
            await().until(() -> side.texts().contains("a"));
            side.connection().resumeReceiving();
            await().until(() -> side.texts().contains("b"));
            side.connection().close(CloseReason.GOING_AWAY);
            assertThat(client.next()).isEqualTo("close 1001 going away");
            await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1001));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesAndVanishes(boolean tls) throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        ManualTime time = new ManualTime();
        try (TransportUnderTest server = new TransportUnderTest(
                Transports.webSocket(time, tls ? settings().tls() : null), 1000, 10_000)) {
            URI uri = URI.create(
                    (tls ? "wss" : "ws") + "://127.0.0.1:" + server.address().getPort() + "/ws");
            HttpClient http = HttpClient.newBuilder().sslContext(keys.client()).build();
            Client client = new Client();
            WebSocket polite =
                    http.newWebSocketBuilder().buildAsync(uri, client).join();
            ServerSide side = server.nextOpened();
            polite.sendClose(4000, "enough").join();
            await().untilAsserted(() -> assertThat(side.closes()).containsExactly(4000));
            WebSocket rude =
                    http.newWebSocketBuilder().buildAsync(uri, new Client()).join();
            ServerSide left = server.nextOpened();
            rude.abort();
            await().untilAsserted(() -> assertThat(left.closes()).containsExactly(1006));
        }
    }

    @Test
    void aPlainClientOnATlsPortHarmsNobody() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        ManualTime time = new ManualTime();
        try (TransportUnderTest server =
                new TransportUnderTest(Transports.webSocket(time, settings().tls()), 1000, 10_000)) {
            try (RawClient plain = RawClient.connect(server.address())) {
                plain.write(RawClient.handshake("/ws"));
                assertThat(plain.seesEnd()).isTrue();
            }
            URI uri = URI.create("wss://127.0.0.1:" + server.address().getPort() + "/ws");
            HttpClient http = HttpClient.newBuilder().sslContext(keys.client()).build();
            assertThat(http.newWebSocketBuilder().buildAsync(uri, new Client()).join())
                    .isNotNull();
        }
    }

    @Test
    void httpsWorks() throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        try (UndertowHttpTransport transport = Transports.http(settings().tls())) {
            InetSocketAddress address = transport.start(
                    new HttpSettings("127.0.0.1", 0, 100),
                    request -> new HttpResponse(
                            200, Map.of(), request.path().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            HttpClient client =
                    HttpClient.newBuilder().sslContext(keys.client()).build();
            CompletableFuture<java.net.http.HttpResponse<String>> answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + address.getPort() + "/x"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("/x");
        }
    }

    @Test
    void bothTransportsShareTheirThreadsUntilTheLastCloses() throws Exception {
        // Threads of a test before this one may still be ending.
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        TransportSettings settings = Transports.settings(null);
        SharedWorker workers = new SharedWorker(settings);
        ManualTime time = new ManualTime();
        UndertowHttpTransport http = new UndertowHttpTransport(settings, workers);
        TransportUnderTest server =
                new TransportUnderTest(new UndertowWebSocketTransport(settings, workers, time), 100, 100);
        http.start(new HttpSettings("127.0.0.1", 0, 100), request -> new HttpResponse(200, Map.of(), new byte[0]));
        http.close();
        try (RawClient client = server.connect()) {
            client.text("on");
            assertThat(client.readText()).isEqualTo("on");
        }
        server.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("mychat") && !others.contains(thread)));
    }

    private TransportSettings settings() {
        return TransportSettings.read(new MapSection(
                        new UndertowModuleProvider(),
                        "server",
                        Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"))
                .in(directory, new ManualTime()));
    }
}
