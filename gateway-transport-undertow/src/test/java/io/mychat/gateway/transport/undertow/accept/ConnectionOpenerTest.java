package io.mychat.gateway.transport.undertow.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/** A connection whose opening fails is closed, since nobody else knows of it. */
final class ConnectionOpenerTest {

    private XnioWorker worker;

    @BeforeEach
    void start() throws IOException {
        worker = Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
    }

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    private static IllegalStateException fault() {
        return new IllegalStateException("a test");
    }

    private void assertTheConnectionEnds(
            ConnectionGate gate,
            @Nullable BiFunction<StreamConnection, Runnable, SslConnection> tls,
            ChannelListener<StreamConnection> http)
            throws Exception {
        ConnectionOpener opener = new ConnectionOpener(
                ConnectionGate.PortKind.HTTP,
                gate,
                new ConnectionOpener.Settings(
                        tls, new HeadLimits(8192, 100), Duration.ofMinutes(5), new LoopBudgets(10)),
                new RefusalCounts(),
                http);
        try (AcceptingChannel<StreamConnection> port = worker.createStreamConnectionServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ChannelListeners.openListenerAdapter(opener),
                OptionMap.EMPTY)) {
            port.resumeAccepts();
            try (RawClient client = RawClient.connect(port.getLocalAddress(InetSocketAddress.class))) {
                client.write("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n");
                assertThat(client.seesEnd()).isTrue();
            }
        }
    }

    @Test
    void afterAGateThatFails() throws Exception {
        assertTheConnectionEnds(
                (arrival, close) -> {
                    throw fault();
                },
                null,
                raw -> {});
    }

    @Test
    void afterTlsThatFails() throws Exception {
        assertTheConnectionEnds(
                ConnectionGate.OPEN,
                (raw, secured) -> {
                    throw fault();
                },
                raw -> {});
    }

    @Test
    void afterAnHttpLayerThatFails() throws Exception {
        assertTheConnectionEnds(ConnectionGate.OPEN, null, raw -> {
            throw fault();
        });
    }

    @Test
    void afterAClientThatTheGateCannotTake() throws Exception {
        assertTheConnectionEnds((arrival, close) -> new Announced(), null, raw -> {});
    }

    /** Fails when its client is announced. */
    private static final class Announced implements ConnectionGate.Entry {

        @Override
        public ConnectionGate.Verdict verdict() {
            return ConnectionGate.Verdict.ADMITTED;
        }

        @Override
        public boolean announcesClient() {
            return true;
        }

        @Override
        public void announced(InetAddress client) {
            throw fault();
        }

        @Override
        public void secured() {}

        @Override
        public void reached(ConnectionGate.Stage stage) {}

        @Override
        public void received() {}

        @Override
        public boolean reserve(int bytes) {
            return true;
        }

        @Override
        public void release(int bytes) {}

        @Override
        public void left() {}
    }
}
