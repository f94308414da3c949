package io.mychat.gateway.bench.sessions;

import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A transport without sockets, buffers and threads, whose connections keep as little as possible. The thread that calls
 * {@link #connect} and the connections is its I/O thread. Connections stay until the process ends.
 */
final class CountingTransport implements WebSocketTransport {

    /** The first address of 10.0.0.0/8, which has room for 16 million clients. */
    private static final int FIRST_ADDRESS = 10 << 24;

    private static final int PORT = 50_000;

    private final Arrivals arrivals;
    private volatile @Nullable ConnectionListener listener;

    CountingTransport(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    @Override
    public InetSocketAddress start(WebSocketSettings settings, ConnectionListener newListener) {
        listener = newListener;
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    }

    @Override
    public boolean needsFiles() {
        return false;
    }

    @Override
    public boolean isAccepting() {
        return listener != null;
    }

    @Override
    public void close() {
        listener = null;
    }

    /**
     * Connects from an address of its own.
     *
     * @throws IOException the gateway refuses
     */
    ClientConnection connect(int client) throws IOException {
        ConnectionListener running = listener;
        if (running == null) {
            throw new IOException("the gateway is not running");
        }
        ClientConnection connection = new ClientConnection(FIRST_ADDRESS + client + 1, PORT, arrivals);
        ClientHandshake handshake = new ClientHandshake(connection.peer());
        HandshakeDecision decision = running.onHandshake(handshake);
        if (decision instanceof HandshakeDecision.Refuse refuse) {
            throw new IOException("the gateway refuses the handshake: " + refuse);
        }
        connection.receiver(running.onOpen(handshake, connection));
        return connection;
    }
}
