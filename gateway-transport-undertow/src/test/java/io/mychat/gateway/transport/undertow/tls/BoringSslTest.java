package io.mychat.gateway.transport.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ports with {@code tls.provider} boringssl. */
final class BoringSslTest {

    private static final Map<String, Object> BORINGSSL = Map.of("provider", "boringssl");

    @TempDir
    Path directory;

    private TlsFixture tls;

    @BeforeEach
    void start() throws IOException {
        tls = new TlsFixture(directory, new ManualTime(), BORINGSSL);
    }

    @AfterEach
    void stop() throws Exception {
        tls.close();
    }

    private List<String> reload(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(BORINGSSL);
        all.putAll(more);
        return tls.reload(all);
    }

    private double offHeap() {
        return Objects.requireNonNull(tls.metrics().get("tls_engines_off_heap"));
    }

    /** Reads an answer, too: TLS 1.3 sends its session tickets behind the handshake. */
    private BigInteger talk(SSLContext client, String protocol) throws Exception {
        try (SSLSocket socket = tls.connect(client, protocol);
                RawClient raw = RawClient.of(socket)) {
            raw.write(RawClient.handshake("/ws"));
            assertThat(raw.readHead()).contains(" 101 ");
            return TlsFixture.serial(socket);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void fullAndResumedHandshakesAreCounted(String protocol) throws Exception {
        SSLContext client = tls.authority.client();
        talk(client, protocol);
        talk(client, protocol);
        talk(tls.authority.client(), protocol);

        assertThat(tls.handshakes("full")).isEqualTo(2);
        assertThat(tls.handshakes("resumed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRenewedCertificateIsShownAlsoToThoseThatCouldResume(String protocol) throws Exception {
        SSLContext client = tls.authority.client();
        talk(client, protocol);
        Issued rsa = tls.renew(Order.server().key("RSA", 2048));

        assertThat(reload(Map.of())).containsExactly("$.server.ssl_cert_path", "$.server.ssl_key_path");

        assertThat(talk(client, protocol)).isEqualTo(rsa.certificate().getSerialNumber());
    }

    @Test
    void anOpenConnectionOutlivesTheCertificateAndTheLibrary() throws Exception {
        try (RawClient talking = RawClient.open(tls.connect(tls.authority.client()))) {
            tls.server.nextOpened().whenText((at, text) -> at.connection().send(text));
            Issued next = tls.renew(Order.server());
            reload(Map.of());
            assertThat(talk(tls.authority.client(), "TLSv1.3"))
                    .isEqualTo(next.certificate().getSerialNumber());
            tls.reload(Map.of("provider", "jdk"));
            talk(tls.authority.client(), "TLSv1.3");

            talking.write(RawClient.frame(RawClient.TEXT, "still here"));

            assertThat(talking.readText()).isEqualTo("still here");
            await().untilAsserted(() -> assertThat(offHeap()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificatesOfClientsAreAskedForAndChecked(String protocol) throws Exception {
        tls.authority.writeTo(directory.resolve("clients.pem"));
        Issued ops = tls.authority.issue(Order.client("ops", "https://ops.example/"));
        InetSocketAddress address = ShownCertificates.start(tls.adapters.one(HttpTransport.class));
        reload(Map.of("client_auth", Map.of("http", "want"), "client_ca_file", "clients.pem"));
        SSLContext known = tls.authority.client(ops);
        assertThat(ShownCertificates.seen(address, known, protocol)).isEqualTo("CN=ops");
        assertThat(ShownCertificates.seen(address, known, protocol)).isEqualTo("CN=ops");
        assertThat(ShownCertificates.seen(address, tls.authority.client(), protocol))
                .isEqualTo("nobody");

        reload(Map.of("client_auth", Map.of("http", "need"), "client_ca_file", "clients.pem"));

        assertThat(ShownCertificates.seen(address, tls.authority.client(ops), protocol))
                .isEqualTo("CN=ops");
        Issued foreign = new TestAuthority().issue(Order.client("ops", "https://ops.example/"));
        for (SSLContext unknown : List.of(tls.authority.client(), tls.authority.client(foreign))) {
            assertThatThrownBy(() -> ShownCertificates.seen(address, unknown, protocol))
                    .isInstanceOf(IOException.class);
        }
        // Another port asks for nothing.
        talk(tls.authority.client(), protocol);
    }

    @Test
    void nothingStaysOfConnectionsThatLeaveOrBreakOff() throws Exception {
        comeAndGo(50);
    }

    @Test
    @Tag("proof")
    void nothingStaysOfTenThousandThatLeaveOrBreakOff() throws Exception {
        comeAndGo(2500);
    }

    /** Four ways to go: behind an answer, without a close, in the middle of a handshake, and with what is no TLS. */
    private void comeAndGo(int rounds) throws Exception {
        byte[] hello = hello(tls.authority.client());
        for (int i = 0; i < rounds; i++) {
            talk(tls.authority.client(), i % 2 == 0 ? "TLSv1.3" : "TLSv1.2");
            SSLSocket cut = tls.connect(tls.authority.client());
            cut.setSoLinger(true, 0);
            cut.close();
            List<Socket> halves = new ArrayList<>();
            for (byte[] bytes : List.of(hello, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
                Socket half = new Socket(
                        tls.server.address().getAddress(), tls.server.address().getPort());
                half.getOutputStream().write(bytes);
                halves.add(half);
            }
            assertThat(halves.get(0).getInputStream().read()).isEqualTo(22); // its answer
            for (Socket half : halves) {
                half.close();
            }
        }
        await().untilAsserted(() -> assertThat(offHeap()).isZero());
        talk(tls.authority.client(), "TLSv1.3");
    }

    /** The first message of a handshake. */
    private static byte[] hello(SSLContext client) throws Exception {
        SSLEngine engine = client.createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(out.array(), 0, out.position());
        return bytes.toByteArray();
    }
}
