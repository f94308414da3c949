package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A started transport and its listener. */
final class TestServer implements ConnectionListener, AutoCloseable {

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    final ManualTime time;
    final WebSocketTransport transport;
    final InetSocketAddress address;
    final AtomicInteger abandoned = new AtomicInteger();
    volatile Function<HandshakeRequest, HandshakeDecision> decide = request -> new HandshakeDecision.Accept(null);
    volatile Consumer<ServerSide> onOpen = side -> {};
    private final BlockingQueue<ServerSide> opened = new LinkedBlockingQueue<>();

    TestServer(WebSocketTransport transport, ManualTime time, int maxMessageBytes, int maxOutboundBytes)
            throws IOException {
        this.transport = transport;
        this.time = time;
        this.address = transport.start(
                new WebSocketSettings("127.0.0.1", 0, "/ws", maxMessageBytes, maxOutboundBytes, CLOSE_TIMEOUT), this);
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        return decide.apply(request);
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        ServerSide side = new ServerSide(request, connection);
        onOpen.accept(side);
        opened.add(side);
        return side;
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        abandoned.incrementAndGet();
    }

    /** The server's side of the connection that was opened next. */
    ServerSide nextOpened() throws InterruptedException {
        ServerSide side = opened.poll(10, TimeUnit.SECONDS);
        assertThat(side).as("an opened connection").isNotNull();
        return java.util.Objects.requireNonNull(side);
    }

    boolean hasOpened() {
        return !opened.isEmpty();
    }

    RawClient connect() throws IOException {
        return RawClient.open(address);
    }

    @Override
    public void close() throws Exception {
        transport.close();
    }
}
