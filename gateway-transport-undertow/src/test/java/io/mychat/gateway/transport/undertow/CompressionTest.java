package io.mychat.gateway.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.SharedPayload;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.Compression;
import io.mychat.gateway.testkit.transport.RandomFrames;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.websocket.CompressionStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate over sockets. */
final class CompressionTest {

    private static final int COMPRESSED_TEXT = 0xC1;
    private static final String LONG = "{\"content\":\"hello\"},".repeat(200);

    private final UndertowWebSocketTransport transport =
            Transports.compressing(new ManualTime(), null, new CompressionSettings(true, 1000, 1, 2));

    private TransportUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new TransportUnderTest(transport, 100_000, 1 << 20);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CompressionStats figures() {
        return transport.numbers().compression();
    }

    @Test
    void longMessagesAreCompressedAndShortOnesAreNot() throws Exception {
        try (RawClient client = server.connectCompressing("")) {
            client.text(LONG);
            assertThat(client.readText()).isEqualTo(LONG);
            assertThat(client.wasCompressed()).isTrue();
            client.text("short");
            assertThat(client.readText()).isEqualTo("short");
            assertThat(client.wasCompressed()).isFalse();
            client.text("");
            assertThat(client.readText()).isEmpty();
            assertThat(figures().sessions()).isEqualTo(1);
            assertThat(figures().inflatedTo()).isEqualTo(LONG.length() + 5);
            assertThat(figures().inflatedFrom()).isPositive().isLessThan(200);
            assertThat(figures().deflatedFrom()).isEqualTo(LONG.length());
            assertThat(figures().deflatedTo()).isLessThan(200);
        }
        await().untilAsserted(() -> assertThat(figures().sessions()).isZero());
    }

    @Test
    void whoDidNotAskIsNeitherSentNorAllowedCompression() throws Exception {
        try (RawClient client = server.connect()) {
            client.text(LONG);
            assertThat(client.readText()).isEqualTo(LONG); // reserved bits are checked
            client.write(RawClient.frame(COMPRESSED_TEXT, Compression.deflate(LONG.getBytes(UTF_8))));
            assertThat(client.readCloseCode()).isEqualTo(1002);
        }
    }

    @Test
    void aMalformedOfferFailsTheHandshakeAndAnUnacceptableOneDoesNot() throws Exception {
        try (RawClient client = RawClient.connect(server.address())) {
            client.write(RawClient.handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate; =9"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
        }
        try (RawClient client = RawClient.connect(server.address())) {
            client.write(RawClient.handshake(
                    "/ws", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").doesNotContain("deflate");
        }
    }

    /** A message to all clients of one window is one array, compressed once. */
    @Test
    void oneCompressedMessageIsSharedByAllReceivers() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(
                    i == 0 ? server.connect() : server.connectCompressing(i == 1 ? "; server_max_window_bits=9" : ""));
            connections.add(server.nextOpened().connection());
        }
        SharedPayload shared = new SharedPayload(LONG.getBytes(UTF_8));
        connections.forEach(connection -> connection.send(shared));
        for (RawClient client : clients) {
            assertThat(client.readText()).isEqualTo(LONG);
            assertThat(client.wasCompressed()).isEqualTo(client != clients.get(0));
            client.close();
        }
        assertThat(figures().deflatedFrom()).isEqualTo(2L * LONG.length()); // for two windows
    }

    @Test
    void invalidDataClosesWith1007() throws Exception {
        try (RawClient client = server.connectCompressing("")) {
            client.write(RawClient.frame(COMPRESSED_TEXT, new byte[] {(byte) 0xFF, 1, 2, 3}));
            assertThat(client.readCloseCode()).isEqualTo(1007);
        }
    }

    @Test
    void aBombClosesWith1009AndReleasesEverything() throws Exception {
        try (RawClient client = server.connectCompressing("")) {
            ServerSide side = server.nextOpened();
            byte[] bomb = Compression.deflate(new byte[10_000_000]);
            client.write(RawClient.join(
                    RawClient.frame(0x41, Arrays.copyOf(bomb, 100)),
                    RawClient.frame(0x80, Arrays.copyOfRange(bomb, 100, bomb.length))));
            assertThat(client.readCloseCode()).isEqualTo(1009);
            assertThat(figures().inflatedTo()).isLessThan(110_000);
            await().untilAsserted(() -> assertThat(side.account().inbound()).isZero());
        }
    }

    /** One read may bring hundreds of messages that grow a thousandfold; the thread serves others between them. */
    @Test
    void manyGrowingMessagesAreAllReadAndHoldUpNobody() throws Exception {
        byte[] message = RawClient.frame(
                COMPRESSED_TEXT, Compression.deflate("x".repeat(90_000).getBytes(UTF_8)));
        byte[][] all = new byte[400][];
        Arrays.fill(all, message);
        // One of them is on the same I/O thread.
        List<RawClient> others = List.of(server.connect(), server.connect(), server.connect(), server.connect());
        for (RawClient ignored : others) {
            server.nextOpened();
        }
        try (RawClient client = server.connectCompressing("")) {
            ServerSide side = server.nextOpened();
            AtomicInteger read = new AtomicInteger();
            List<Integer> readBefore = new CopyOnWriteArrayList<>();
            side.whenText((at, text) -> {
                if (read.incrementAndGet() == 1) {
                    for (RawClient other : others) {
                        write(other); // waits in its socket while the first message is handled
                    }
                }
            });
            client.write(RawClient.join(all));
            for (RawClient other : others) {
                assertThat(other.readText()).isEqualTo("still served");
                readBefore.add(read.get());
                other.close();
            }
            await().untilAsserted(() -> assertThat(read).hasValue(400));
            assertThat(readBefore).allSatisfy(count -> assertThat(count).isLessThan(400));
            assertThat(side.account().inbound()).isZero();
            client.text("end");
            await().untilAsserted(() -> assertThat(side.texts()).endsWith("end"));
        }
    }

    private static void write(RawClient client) {
        try {
            client.text("still served");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMessageThatIsLeftWaitsForItsConnection() throws Exception {
        try (RawClient client = server.connectCompressing("")) {
            ServerSide side = server.nextOpened();
            side.whenMessageBegins(bytes -> {
                if (bytes <= 1000) {
                    return Admission.READ;
                }
                side.connection().suspendReceiving();
                return Admission.LEAVE;
            });
            client.text(LONG);
            client.text("after");
            await().until(() -> side.account().inbound() > 0);
            side.whenMessageBegins(bytes -> Admission.READ);
            side.connection().resumeReceiving();
            assertThat(client.readText()).isEqualTo(LONG);
            assertThat(client.readText()).isEqualTo("after");
            assertThat(side.account().inbound()).isZero();
        }
    }

    @Test
    void whoVanishesInTheMiddleLeavesNothing() throws Exception {
        try (RawClient client = server.connectCompressing("")) {
            ServerSide side = server.nextOpened();
            client.write(RawClient.frame(0x41, new byte[5000]));
            await().until(() -> side.account().inbound() > 0);
            client.close();
            await().until(() -> !side.closes().isEmpty());
            assertThat(side.account().inbound()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mutatedCompressedFramesHarmNobody(boolean tls, @TempDir Path directory) throws Exception {
        TestCertificates keys = TestCertificates.forLoopback(directory);
        TransportSettings secured = TransportSettings.read(new MapSection(
                        new UndertowModuleProvider(),
                        "server",
                        Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"))
                .in(directory, new ManualTime()));
        long seed = Long.getLong("gateway.seed", System.nanoTime());
        System.out.println("CompressionTest seed " + seed + " (-Dgateway.seed repeats it)");
        Random random = new Random(seed);
        try (TransportUnderTest target = new TransportUnderTest(
                Transports.compressing(new ManualTime(), tls ? secured.tls() : null), 2000, 1 << 20)) {
            for (int i = 0; i < 200; i++) {
                byte[] stream = RandomFrames.compressedStream(random, 40, 1500);
                RandomFrames.mutate(stream, random, random.nextInt(4));
                Socket socket = tls
                        ? keys.client()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", target.address().getPort())
                        : new Socket(
                                InetAddress.getLoopbackAddress(),
                                target.address().getPort());
                try (RawClient client = RawClient.openCompressing(socket, "")) {
                    ServerSide side = target.nextOpened();
                    try {
                        client.write(stream);
                        client.write(RawClient.close(1000, ""));
                        client.seesEnd();
                    } catch (IOException e) {
                        // cut off while it was writing
                    }
                    client.close();
                    await().untilAsserted(() ->
                            assertThat(side.closes()).as("seed %s", seed).hasSize(1));
                    assertThat(side.account().inbound()).as("seed %s", seed).isZero();
                }
            }
        }
    }
}
