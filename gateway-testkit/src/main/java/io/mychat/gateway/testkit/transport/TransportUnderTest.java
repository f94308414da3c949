package io.mychat.gateway.testkit.transport;

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
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A transport started on the loopback address, with a listener that accepts every handshake and creates a
 * {@link ServerSide} for each connection. Thread-safe; closing it closes the transport.
 *
 * @since 0.1.0
 */
public final class TransportUnderTest implements ConnectionListener, AutoCloseable {

    /** The close timeout of the transport. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final WebSocketTransport transport;
    private final InetSocketAddress address;
    private final AtomicInteger abandoned = new AtomicInteger();
    private final BlockingQueue<ServerSide> opened = new LinkedBlockingQueue<>();
    private volatile Function<HandshakeRequest, HandshakeDecision> decision =
            request -> new HandshakeDecision.Accept(null);
    private volatile boolean compresses;
    private volatile Consumer<ServerSide> whenOpen = side -> {};

    /**
     * Starts the transport.
     *
     * @throws IOException when no port can be bound
     */
    public TransportUnderTest(WebSocketTransport transport, int maxMessageBytes, int maxOutboundBytes)
            throws IOException {
        this.transport = transport;
        this.address = transport.start(
                new WebSocketSettings("127.0.0.1", 0, "/ws", maxMessageBytes, maxOutboundBytes, CLOSE_TIMEOUT), this);
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Waits for the next opened connection and returns the gateway's side of it. */
    public ServerSide nextOpened() throws InterruptedException {
        ServerSide side = opened.poll(10, TimeUnit.SECONDS);
        assertThat(side).as("an opened connection").isNotNull();
        return Objects.requireNonNull(side);
    }

    /** From now on, clients agree on compression. */
    void compress() {
        compresses = true;
    }

    /** Connects a client on a socket. */
    public RawClient connect() throws IOException {
        return compresses ? connectCompressing("") : RawClient.open(address);
    }

    /**
     * Connects a client that compresses.
     *
     * @param offer the parameters of its offer
     */
    public RawClient connectCompressing(String offer) throws IOException {
        return RawClient.openCompressing(new Socket(address.getAddress(), address.getPort()), offer);
    }

    WebSocketTransport transport() {
        return transport;
    }

    Capabilities capabilities() {
        return new Capabilities(transport.capabilities());
    }

    void decide(Function<HandshakeRequest, HandshakeDecision> newDecision) {
        decision = newDecision;
    }

    void whenOpen(Consumer<ServerSide> action) {
        whenOpen = action;
    }

    boolean hasOpened() {
        return !opened.isEmpty();
    }

    int abandoned() {
        return abandoned.get();
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        return decision.apply(request);
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
        ServerSide side = new ServerSide(connection);
        whenOpen.accept(side);
        opened.add(side);
        return side;
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {
        abandoned.incrementAndGet();
    }

    @Override
    public void close() {
        transport.close();
    }
}
