package io.mychat.gateway.transport.nio;

import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes behind TLS, however the network cuts them. */
class TlsBytesTest {

    private static final int MAX_MESSAGE = 300_000;

    @TempDir
    Path directory;

    private SSLContext client;
    private ServerTls tls;
    private TransportUnderTest server;

    /** Whose TLS the server has. */
    String provider() {
        return "jdk";
    }

    @BeforeEach
    void start() throws Exception {
        client = TestCertificates.forLoopback(directory).client();
        MapSection section = new MapSection(
                new NioModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        TransportSettings settings = TransportSettings.read(section.in(
                directory,
                new ManualTime(),
                new MapSection(new NioModuleProvider(), "tls", Map.of("provider", provider()))));
        tls = Objects.requireNonNull(settings.tls());
        server = new TransportUnderTest(Transports.webSocket(new ManualTime(), tls), MAX_MESSAGE, 4 << 20);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SSLSocket secured(Socket tcp, String... protocols) throws Exception {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private Socket tcp() throws Exception {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 1", "TLSv1.3, 2", "TLSv1.2, 3"})
    void messagesOfEveryLengthPassBothWaysInAnyPieces(String protocol, int seed) throws Exception {
        try (DribblingRelay relay = new DribblingRelay(server.address(), seed);
                RawClient peer =
                        RawClient.open(secured(new Socket(server.address().getAddress(), relay.port()), protocol))) {
            Random random = new Random(seed);
            List<String> sent = new ArrayList<>();
            for (int length : new int[] {0, 1, 125, 126, 16_383, 16_384, 16_385, 65_535, 65_536, 200_000}) {
                sent.add(Character.toString('a' + random.nextInt(26)).repeat(length));
            }
            byte[][] frames =
                    sent.stream().map(text -> frame(RawClient.TEXT, text)).toArray(byte[][]::new);
            Thread writer = new Thread(() -> {
                try {
                    peer.write(join(frames));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            for (String text : sent) {
                assertThat(peer.readText()).isEqualTo(text);
            }
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void fullAndResumedHandshakesAreCounted(String protocol) throws Exception {
        talkOnce(protocol);
        assertThat(handshakes("full")).isEqualTo(1);
        assertThat(handshakes("resumed")).isZero();

        talkOnce(protocol);
        assertThat(handshakes("full")).isEqualTo(1);
        assertThat(handshakes("resumed")).isEqualTo(1);
    }

    /** Reads an answer, too: TLS 1.3 sends its session tickets behind the handshake. */
    private void talkOnce(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        try (RawClient peer = RawClient.open(socket)) {
            peer.write(frame(RawClient.TEXT, "hello"));
            assertThat(peer.readText()).isEqualTo("hello");
        }
    }

    private double handshakes(String kind) {
        return tls.handshakes().metrics().stream()
                .filter(metric -> kind.equals(metric.labels().get("kind")))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void oneBigWriteOfManySmallMessagesIsAnsweredWhole() throws Exception {
        int messages = 50_000;
        try (RawClient peer = RawClient.open(secured(tcp()))) {
            byte[][] frames = new byte[messages][];
            for (int i = 0; i < messages; i++) {
                frames[i] = frame(RawClient.TEXT, "message " + i);
            }
            Thread writer = new Thread(() -> {
                try {
                    peer.write(join(frames));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            for (int i = 0; i < messages; i++) {
                assertThat(peer.readText()).isEqualTo("message " + i);
            }
            writer.join();
        }
    }

    @Test
    void aPausedConnectionLosesNothing() throws Exception {
        try (RawClient peer = RawClient.open(secured(tcp()))) {
            ServerSide side = server.nextOpened();
            side.connection().suspendReceiving();
            peer.write(join(frame(RawClient.TEXT, "x".repeat(100_000)), frame(RawClient.TEXT, "after")));
            side.connection().send("between".getBytes(UTF_8));
            assertThat(peer.readText()).isEqualTo("between");
            side.connection().resumeReceiving();
            assertThat(peer.readText()).hasSize(100_000);
            assertThat(peer.readText()).isEqualTo("after");
        }
    }

    /** Without it a client cannot tell an end from a cut (RFC 8446 section 6.1). */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theEndIsAnAlertAndNoCut(String protocol) throws Exception {
        SSLSocket socket = secured(tcp(), protocol);
        try (RawClient peer = RawClient.open(socket)) {
            ServerSide side = server.nextOpened();
            side.connection().close(CloseReason.KICKED);
            assertThat(peer.readCloseCode()).isEqualTo(4410);
            peer.write(RawClient.close(4410, ""));
            assertThat(peer.rest()).isEmpty(); // a cut would be an exception
        }
    }

    @Test
    void whatIsNoTlsEndsAloneAndOthersStay() throws Exception {
        try (RawClient peer = RawClient.open(secured(tcp()))) {
            for (String rubbish :
                    List.of("GET /ws HTTP/1.1\r\nHost: h\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005hello", "\0")) {
                try (RawClient plain = RawClient.of(tcp())) {
                    plain.write(rubbish);
                    plain.socket().shutdownOutput();
                    assertThat(plain.seesEnd()).isTrue();
                }
            }
            peer.text("still there");
            assertThat(peer.readText()).isEqualTo("still there");
        }
    }

    @Test
    void aClientThatVanishesInsideARecordIsGone() throws Exception {
        Socket tcp = tcp();
        RawClient peer = RawClient.open(secured(tcp));
        ServerSide side = server.nextOpened();
        tcp.getOutputStream().write(new byte[] {23, 3, 3, 64, 0, 1, 2, 3});
        tcp.setSoLinger(true, 0);
        tcp.close();
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
        peer.socket().close();
    }

    /** Each asks for new keys and an answer. */
    @Test
    void aClientThatRenewsItsKeysOverAndOverLosesItsConnection() throws Exception {
        SSLSocket socket = secured(tcp(), "TLSv1.3");
        try (RawClient other = RawClient.open(secured(tcp()));
                RawClient peer = RawClient.open(socket)) {
            server.nextOpened();
            ServerSide side = server.nextOpened();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5000; i++) {
                            socket.startHandshake();
                        }
                    })
                    .isInstanceOf(java.io.IOException.class);
            await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
            other.text("still there");
            assertThat(other.readText()).isEqualTo("still there");
        }
    }

    @Test
    void aClientMayRenewItsKeys() throws Exception {
        SSLSocket socket = secured(tcp(), "TLSv1.3");
        try (RawClient peer = RawClient.open(socket)) {
            for (int i = 0; i < 20; i++) {
                socket.startHandshake();
                peer.text("after " + i);
                assertThat(peer.readText()).isEqualTo("after " + i);
            }
        }
    }
}
