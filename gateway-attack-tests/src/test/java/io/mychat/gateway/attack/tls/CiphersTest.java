package io.mychat.gateway.attack.tls;

import static io.mychat.gateway.attack.tls.ClientHello.TLS_1_2;
import static io.mychat.gateway.attack.tls.ClientHello.TLS_1_3;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.attack.tls.ClientHello.Answer;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ports speak TLS 1.2 and 1.3 with Mozilla's intermediate ciphers, and nothing that is older or weaker. */
class CiphersTest {

    private static final List<Integer> OF_TLS_1_3 = List.of(0x1301, 0x1302, 0x1303);
    private static final List<Integer> OF_ECDSA = List.of(0xc02b, 0xc02c, 0xcca9);
    private static final List<Integer> OF_RSA = List.of(0xc02f, 0xc030, 0xcca8);
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final int REQUEST_SECONDS = 1;
    private static final int PER_HELLO = 0x1c00;

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();

    private TlsGateway start(String algorithm) throws IOException {
        return new TlsGateway(
                directory,
                authority,
                algorithm,
                builder -> builder.setting("server.request_timeout_seconds", REQUEST_SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void theIntermediateCiphersAndNoOthersAreSpoken(String algorithm) throws Exception {
        List<Integer> good = algorithm.equals("EC") ? OF_ECDSA : OF_RSA;
        TreeSet<Integer> others = new TreeSet<>();
        IntStream.rangeClosed(0, 0xffff).forEach(others::add);
        Stream.of(OF_TLS_1_3, OF_ECDSA, OF_RSA).forEach(others::removeAll);
        others.remove(0x5600); // says that the client has tried a higher version before
        try (TlsGateway gateway = start(algorithm)) {
            for (InetSocketAddress port : gateway.ports()) {
                for (int cipher : good) {
                    assertThat(ClientHello.of(TLS_1_2, List.of(cipher)).ask(port))
                            .isEqualTo(new Answer(-1, cipher));
                }
                for (int cipher : OF_TLS_1_3) {
                    assertThat(ClientHello.of(TLS_1_3, List.of(cipher)).ask(port))
                            .isEqualTo(new Answer(-1, cipher));
                }
                // All that there could ever be, as many at once as a greeting of 16 KiB holds, the longest that
                // BoringSSL reads.
                for (int first = 0; first <= 0xffff; first += PER_HELLO) {
                    ClientHello hello = ClientHello.of(TLS_1_2, others.subSet(first, first + PER_HELLO));
                    assertThat(hello.ask(port)).isEqualTo(new Answer(HANDSHAKE_FAILURE, -1));
                    assertThat(new ClientHello(TLS_1_3, hello.ciphers()).ask(port))
                            .isEqualTo(new Answer(HANDSHAKE_FAILURE, -1));
                }
                for (int version : new int[] {0x0300, 0x0301, 0x0302}) {
                    assertThat(ClientHello.of(version, good).ask(port)).isEqualTo(new Answer(PROTOCOL_VERSION, -1));
                }
                isRefusedAsAFallBack(port, good);
            }
        }
    }

    /** Whoever stands between makes a client fall back; the signal in its list tells the server that both know better. */
    private static void isRefusedAsAFallBack(InetSocketAddress port, List<Integer> good) throws IOException {
        List<Integer> signalled =
                Stream.concat(good.stream(), Stream.of(0x5600)).toList();
        assertThat(ClientHello.of(0x0302, signalled).ask(port).cipher()).isEqualTo(-1);
    }

    @Test
    void aPortThatDemandsCertificatesServesNobodyWithoutOne() throws Exception {
        Path clients = new TestAuthority().writeTo(directory.resolve("clients.crt"));
        TestAuthority strangers = new TestAuthority();
        try (TlsGateway gateway = new TlsGateway(
                directory,
                authority,
                "EC",
                builder -> builder.setting("tls.client_ca_file", clients)
                        .setting("tls.client_auth.websocket", "need")
                        .setting("tls.client_auth.http", "need"))) {
            for (InetSocketAddress port : gateway.ports()) {
                for (SSLContext client : List.of(
                        authority.client(), authority.client(strangers.issue(Order.client("c", "https://c/"))))) {
                    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                        assertThatThrownBy(() -> ask(port, client, version)).isInstanceOf(IOException.class);
                    }
                }
            }
        }
    }

    private static int ask(InetSocketAddress port, SSLContext client, String version) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(port.getAddress(), port.getPort())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
            int first = socket.getInputStream().read();
            if (first < 0) {
                throw new SSLException("closed");
            }
            return first;
        }
    }

    @Test
    void brokenRecordsEndTheirConnectionAndHarmNobody() throws Exception {
        byte[] hello = ClientHello.of(TLS_1_2, OF_ECDSA).bytes();
        byte[] lying = hello.clone();
        lying[6] = 0x7f; // the message is longer than any record to come
        List<byte[]> broken = List.of(
                "GET /ws HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII),
                new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1},
                new byte[] {22, 3, 1, 0, 0},
                new byte[] {24, 3, 3, 0, 3, 1, 0x40, 0}, // heartbeat that asks for 16 KiB
                new byte[] {20, 3, 3, 0, 1, 1},
                new byte[] {23, 3, 3, 0, 5, 1, 2, 3, 4, 5},
                new byte[] {21, 3, 3, 0, 2, 1, 0},
                new byte[] {(byte) 0x80, 46, 1, 3, 1, 0, 21}, // SSL 2
                new byte[] {22, 3, 1, 0, 4, 16, 0, 0, 0},
                Arrays.copyOf(hello, hello.length / 2),
                lying,
                new byte[0]);
        try (TlsGateway gateway = start("EC")) {
            for (InetSocketAddress port : gateway.ports()) {
                List<Socket> open = new ArrayList<>();
                for (byte[] bytes : broken) {
                    Socket socket = new Socket(port.getAddress(), port.getPort());
                    open.add(socket);
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(bytes);
                }
                assertThat(ask(port, authority.client(), "TLSv1.3")).isEqualTo('H');
                for (Socket socket : open) {
                    try (socket) {
                        assertThat(socket.getInputStream().readNBytes(100_000).length)
                                .as("an alert at most, and the end")
                                .isLessThan(200);
                    } catch (SocketException e) {
                        // A reset is an end, too.
                    }
                }
                assertThat(ask(port, authority.client(), "TLSv1.2")).isEqualTo('H');
            }
        }
    }
}
