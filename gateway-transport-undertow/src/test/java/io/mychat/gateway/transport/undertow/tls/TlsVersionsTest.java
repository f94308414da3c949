package io.mychat.gateway.transport.undertow.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority.Order;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions and ciphers a client gets. */
final class TlsVersionsTest {

    private static final byte ALERT = 21;
    private static final byte PROTOCOL_VERSION = 70;

    @TempDir
    Path directory;

    private TlsFixture tls;

    @BeforeEach
    void start() throws IOException {
        tls = new TlsFixture(directory, new ManualTime());
    }

    @AfterEach
    void stop() throws Exception {
        tls.close();
    }

    private String cipher(String protocol, String... ciphers) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.authority
                .client()
                .getSocketFactory()
                .createSocket(
                        tls.server.address().getAddress(), tls.server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            if (ciphers.length > 0) {
                socket.setEnabledCipherSuites(ciphers);
            }
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    @Test
    void bothVersionsGetAnAeadCipherWithForwardSecrecy() throws Exception {
        assertThat(cipher("TLSv1.3")).startsWith("TLS_AES_");
        assertThat(cipher("TLSv1.2")).matches("TLS_ECDHE_ECDSA_WITH_(AES_.*_GCM|CHACHA20_POLY1305)_.*");
        tls.renew(Order.server().key("RSA", 2048));
        tls.reload(Map.of());
        assertThat(cipher("TLSv1.2")).matches("TLS_ECDHE_RSA_WITH_(AES_.*_GCM|CHACHA20_POLY1305)_.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_AES_128_GCM_SHA256"
            })
    void weakerCiphersAreRefused(String cipher) {
        tls.renew(Order.server().key("RSA", 2048));
        tls.reload(Map.of());
        assertThatThrownBy(() -> cipher("TLSv1.2", cipher)).isInstanceOf(SSLException.class);
    }

    @Test
    void theClientChoosesTheCipher() throws Exception {
        assertThat(cipher("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384"))
                .isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
    }

    @Test
    void theSettingsOfAReloadApplyToNewConnections() throws Exception {
        tls.reload(Map.of("protocols", List.of("TLSv1.3"), "ciphers", List.of("TLS_AES_256_GCM_SHA384")));

        assertThat(cipher("TLSv1.3")).isEqualTo("TLS_AES_256_GCM_SHA384");
        assertThatThrownBy(() -> cipher("TLSv1.2")).isInstanceOf(SSLException.class);
    }

    @Test
    void aConnectionGetsNoSecondFullHandshake() throws Exception {
        try (SSLSocket socket = tls.connect(tls.authority.client(), "TLSv1.2")) {
            socket.getSession().invalidate();
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream()
                                .write(RawClient.handshake("/ws").getBytes(US_ASCII));
                        assertThat(socket.getInputStream().read()).isNegative();
                    })
                    .isInstanceOf(SSLException.class);
        }
    }

    /** A JDK of today sends no such greeting, so the bytes are written by hand. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void olderVersionsGetAnAlert(int minor) throws Exception {
        try (Socket socket = new Socket(
                tls.server.address().getAddress(), tls.server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(clientHello(minor));
            byte[] answer = socket.getInputStream().readNBytes(7);

            assertThat(answer[0]).isEqualTo(ALERT);
            assertThat(answer[6]).isEqualTo(PROTOCOL_VERSION);
        }
    }

    /** A ClientHello of version 3.minor (0: SSL 3) that offers ECDHE-ECDSA with AES-128-CBC. */
    private static byte[] clientHello(int minor) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(3);
        body.write(minor);
        body.writeBytes(new byte[32]);
        body.writeBytes(new byte[] {0, 0, 2, (byte) 0xc0, 0x09, 1, 0});
        byte[] hello = body.toByteArray();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, (byte) minor, 0, (byte) (hello.length + 4), 1, 0, 0, (byte) hello.length});
        record.writeBytes(hello);
        return record.toByteArray();
    }
}
