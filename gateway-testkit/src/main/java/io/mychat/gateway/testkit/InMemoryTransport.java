package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocketTransport} without sockets: a whole gateway runs on it, and tests act as the clients.
 *
 * <p>It keeps the contract of the SPI like a transport on sockets: one I/O thread calls the listener and all receivers,
 * which must not block it. The close timeout uses the {@link TimeSource}; with a {@link ManualTime}, a peer that does
 * not answer a close frame stays until the test advances the time. When the gateway closes and gets no close frame,
 * {@code onClosed} has the code of the gateway, or 1006 when the peer did not read it.
 *
 * <p>Handshakes have no path and no HTTP syntax. Thread-safe.
 *
 * @since 0.1.0
 */
public final class InMemoryTransport implements WebSocketTransport {

    /** The port that stands for a free port of an operating system. */
    private static final int ANY_PORT = 49_152;

    private final TimeSource time;
    private final IoThread io = new IoThread();
    private final Set<InMemoryConnection> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Started started;
    private volatile boolean closed;

    /** @param time measures the close timeout */
    public InMemoryTransport(TimeSource time) {
        this.time = time;
    }

    @Override
    public synchronized InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) {
        if (started != null || closed) {
            throw new IllegalStateException("the transport was already started");
        }
        started = new Started(settings, listener);
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), settings.port() == 0 ? ANY_PORT : settings.port());
    }

    @Override
    public boolean isAccepting() {
        return started != null && !closed;
    }

    @Override
    public boolean needsFiles() {
        return false;
    }

    /** Ends all open connections with 1006 on both sides before it returns. */
    @Override
    public void close() {
        closed = true;
        io.execute(() -> List.copyOf(open).forEach(InMemoryConnection::end));
        io.stop();
        started = null; // a test may keep this object, and not the whole gateway
    }

    /**
     * Connects from the loopback address.
     *
     * @throws AssertionError when the gateway refuses
     */
    public TestConnection connect() {
        return connect(TestHandshake.plain());
    }

    /**
     * Connects; the gateway's {@code onOpen} has returned when this returns.
     *
     * @throws AssertionError when the gateway refuses
     */
    public TestConnection connect(TestHandshake handshake) {
        ConnectResult result = attempt(handshake);
        if (result instanceof ConnectResult.Opened opened) {
            return opened.connection();
        }
        throw new AssertionError("the gateway refused the handshake: " + result);
    }

    /**
     * Tries to connect.
     *
     * @throws IllegalStateException when the transport does not accept connections
     */
    public ConnectResult attempt(TestHandshake handshake) {
        Started running = running();
        TestHandshake request = handshake.copy();
        return io.call(() -> {
            HandshakeDecision decision = decide(running.listener(), request);
            if (decision instanceof HandshakeDecision.Refuse refuse) {
                return new ConnectResult.Refused(refuse.status(), refuse.body(), refuse.retryAfter());
            }
            HandshakeDecision.Accept accept = (HandshakeDecision.Accept) decision;
            return new ConnectResult.Opened(open(running, request, accept.type()), accept.subprotocol());
        });
    }

    /**
     * Connects a client that leaves before its accepted handshake becomes a connection.
     *
     * @throws AssertionError when the gateway refuses
     */
    public void connectAndVanish(TestHandshake handshake) {
        Started running = running();
        TestHandshake request = handshake.copy();
        HandshakeDecision decision = io.call(() -> {
            HandshakeDecision made = decide(running.listener(), request);
            if (made instanceof HandshakeDecision.Accept) {
                running.listener().onAbandoned(request);
            }
            return made;
        });
        if (decision instanceof HandshakeDecision.Refuse) {
            throw new AssertionError("the gateway refused the handshake: " + decision);
        }
    }

    /**
     * Waits until the I/O thread is idle, so that all messages of clients have been delivered. Work of the gateway on
     * other threads is not awaited.
     */
    public void settle() {
        io.settle();
    }

    /** The number of open connections; 0 after a clean stop. */
    public int openConnections() {
        return open.size();
    }

    /** Exceptions of the listener and of receivers; they should not throw. */
    public List<Throwable> failures() {
        return io.failures();
    }

    private Started running() {
        Started running = started;
        if (running == null || closed) {
            throw new IllegalStateException("the transport accepts no connections");
        }
        return running;
    }

    private HandshakeDecision decide(ConnectionListener listener, TestHandshake request) {
        try {
            HandshakeDecision decision = listener.onHandshake(request);
            if (decision instanceof HandshakeDecision.Accept accept
                    && accept.subprotocol() != null
                    && !request.subprotocols().contains(accept.subprotocol())) {
                throw new IllegalStateException("the client has not offered subprotocol " + accept.subprotocol());
            }
            return decision;
        } catch (RuntimeException | Error e) { // as a transport does
            io.failed(e);
            return new HandshakeDecision.Refuse(500, "", null);
        }
    }

    private TestConnection open(Started running, TestHandshake request, MessageType type) {
        InMemoryConnection end = new InMemoryConnection(
                new TestHandshake.Accepted(request.peer(), type), running.settings(), time, io, open::remove);
        open.add(end);
        try {
            end.receiver(running.listener().onOpen(request, end));
        } catch (RuntimeException | Error e) { // as above
            io.failed(e);
            end.close(CloseReason.INTERNAL_ERROR);
        }
        return end.client();
    }

    private record Started(WebSocketSettings settings, ConnectionListener listener) {}
}
