package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crowd of new connections on the I/O thread of an open one. */
final class NewcomersTest {

    private static final int CROWD = 120;
    private static final int PER_TURN = 8;

    private final List<RawClient> clients = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicInteger handshakesBeforeText = new AtomicInteger(-1);

    private @Nullable UndertowWebSocketTransport transport;

    /** Counts handshakes and holds the I/O thread in the one that asks for it. */
    private final class Listener implements ConnectionListener {

        @Override
        public HandshakeDecision onHandshake(HandshakeRequest request) {
            if (request.header("X-Hold").isPresent()) {
                held.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            handshakes.incrementAndGet();
            return new HandshakeDecision.Accept(null);
        }

        @Override
        public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
            return new Receiver();
        }

        @Override
        public void onAbandoned(HandshakeRequest request) {}
    }

    private final class Receiver implements ConnectionReceiver {

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            handshakesBeforeText.set(handshakes.get());
        }

        @Override
        public void onPing() {}

        @Override
        public void onPong() {}

        @Override
        public void onDrained() {}

        @Override
        public void onClosed(int code) {}
    }

    private InetSocketAddress start(@Nullable ServerTls tls) throws IOException {
        TransportSettings settings = new TransportSettings(
                1,
                1,
                1,
                new HeadLimits(16_384, 100),
                Duration.ofSeconds(30),
                new TransportSettings.Newcomers(PER_TURN, 1),
                TcpSettings.DEFAULTS,
                CompressionSettings.OFF,
                Duration.ofSeconds(1),
                tls);
        UndertowWebSocketTransport started =
                new UndertowWebSocketTransport(settings, new SharedWorker(settings), new ManualTime());
        transport = started;
        return started.start(
                new WebSocketSettings("127.0.0.1", 0, "/ws", 65_536, 1 << 20, Duration.ofSeconds(1)), new Listener());
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        if (transport != null) {
            transport.close();
        }
    }

    private RawClient connect(InetSocketAddress address, String request) throws IOException {
        RawClient client = RawClient.connect(address);
        clients.add(client);
        client.write(request);
        return client;
    }

    @Test
    void anOpenConnectionHasItsTurnWithinTheCrowd() throws Exception {
        InetSocketAddress address = start(null);
        RawClient open = RawClient.open(address);
        clients.add(open);
        connect(address, RawClient.handshake("/ws", "X-Hold: 1"));
        held.await();
        for (int i = 0; i < CROWD; i++) {
            connect(address, RawClient.handshake("/ws"));
        }
        open.text("still there?");
        released.countDown();

        await().untilAsserted(() -> assertThat(handshakes).hasValue(2 + CROWD));
        await().untilAsserted(() -> assertThat(handshakesBeforeText.get()).isBetween(2, 2 + 4 * PER_TURN));
        for (RawClient client : clients.subList(1, clients.size())) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void connectionsThatWereOpenedBeforeTheyAskArePacedToo() throws Exception {
        InetSocketAddress address = start(null);
        RawClient open = RawClient.open(address);
        clients.add(open);
        List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            // The first line only: the connection is open, and read.
            crowd.add(connect(address, "GET /ws HTTP/1.1\r\n"));
        }
        connect(address, RawClient.handshake("/ws", "X-Hold: 1"));
        held.await();
        String rest = RawClient.handshake("/ws");
        for (RawClient client : crowd) {
            client.write(rest.substring(rest.indexOf("\r\n") + 2));
        }
        open.text("still there?");
        released.countDown();

        await().untilAsserted(() -> assertThat(handshakes).hasValue(2 + CROWD));
        await().untilAsserted(() -> assertThat(handshakesBeforeText.get()).isBetween(2, 2 + 4 * PER_TURN));
    }

    @Test
    void aCrowdOfTlsHandshakesComesThrough(@TempDir Path directory) throws Exception {
        SSLContext client = TestCertificates.forLoopback(directory).client();
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem"));
        InetSocketAddress address = start(
                TransportSettings.read(section.in(directory, new ManualTime())).tls());
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<String>> handshakes = Collections.nCopies(40, () -> {
                try (RawClient secured =
                        RawClient.of(client.getSocketFactory().createSocket(address.getAddress(), address.getPort()))) {
                    secured.write(RawClient.handshake("/ws"));
                    return secured.readHead();
                }
            });
            for (Future<String> head : threads.invokeAll(handshakes)) {
                assertThat(head.get()).startsWith("HTTP/1.1 101 ");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
