package io.mychat.gateway.transport.nio;

import static io.mychat.gateway.testkit.transport.RawClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.common.TransportSettings;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection behind TLS keeps counts in the budget. */
class TlsBudgetTest {

    private static final byte[] RECORD_OF_16000_BYTES = {23, 3, 3, 0x3e, (byte) 0x80};

    @TempDir
    Path directory;

    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean full;
    private SSLContext client;
    private TransportUnderTest server;

    /** Reserves in the figure of the test. */
    private final class Counted implements ConnectionGate.Entry {

        @Override
        public ConnectionGate.Verdict verdict() {
            return ConnectionGate.Verdict.ADMITTED;
        }

        @Override
        public boolean announcesClient() {
            return false;
        }

        @Override
        public void announced(InetAddress announced) {}

        @Override
        public void secured() {}

        @Override
        public void reached(ConnectionGate.Stage stage) {}

        @Override
        public void received() {}

        @Override
        public boolean reserve(int bytes) {
            if (!full) {
                held.addAndGet(bytes);
            }
            return !full;
        }

        @Override
        public void release(int bytes) {
            held.addAndGet(-bytes);
        }

        @Override
        public void left() {}
    }

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
        NioWebSocketTransport transport = Transports.webSocket(new ManualTime(), settings.tls());
        transport.guard((arrival, close) -> new Counted());
        server = new TransportUnderTest(transport, 300_000, 4 << 20);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(held).as("bytes that are still reserved").hasValue(0);
    }

    private Socket tcp() throws Exception {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private RawClient open(Socket tcp) throws Exception {
        return RawClient.open(client.getSocketFactory().createSocket(tcp, "127.0.0.1", tcp.getPort(), true));
    }

    private static void leaveARecordHalfSent(Socket tcp) throws Exception {
        tcp.getOutputStream().write(RECORD_OF_16000_BYTES);
        tcp.getOutputStream().write(new byte[15_000]);
    }

    @Test
    void aRecordThatIsHalfSentCountsUntilTheClientLeaves() throws Exception {
        Socket tcp = tcp();
        open(tcp);
        leaveARecordHalfSent(tcp);
        await().untilAsserted(() -> assertThat(held).hasValue(15_005));
        tcp.close();
        await().untilAsserted(() -> assertThat(held).hasValue(0));
    }

    @Test
    void withoutRoomForItTheConnectionEnds() throws Exception {
        Socket tcp = tcp();
        open(tcp);
        ServerSide side = server.nextOpened();
        full = true;
        leaveARecordHalfSent(tcp);
        await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
        tcp.close();
    }

    @Test
    void whatAClientDoesNotReadCounts() throws Exception {
        Socket tcp = tcp();
        RawClient peer = open(tcp);
        ServerSide side = server.nextOpened();
        byte[] message = new byte[200_000];
        java.util.Arrays.fill(message, (byte) 'a');
        for (int i = 0; i < 15; i++) {
            side.connection().send(message);
        }
        await().untilAsserted(() -> assertThat(held.get()).isPositive());
        for (int i = 0; i < 15; i++) {
            assertThat(peer.readText()).hasSize(200_000);
        }
        await().untilAsserted(() -> assertThat(held).hasValue(0));
        peer.write(frame(RawClient.TEXT, "after"));
        tcp.close();
    }
}
