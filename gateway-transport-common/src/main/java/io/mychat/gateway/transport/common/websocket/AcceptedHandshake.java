package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.transport.common.deflate.Agreement;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that the listener has accepted. It either becomes a connection or is abandoned, once. Used on the I/O thread
 * of the connection.
 */
public final class AcceptedHandshake {

    private final Connections connections;
    private final ConnectionListener listener;
    private final HandshakeRequest request;
    private final MessageType type;
    private final @Nullable Agreement agreement;
    private boolean settled;

    /** @param agreement about compression; null: none */
    public AcceptedHandshake(
            Connections connections,
            ConnectionListener listener,
            HandshakeRequest request,
            MessageType type,
            @Nullable Agreement agreement) {
        this.connections = connections;
        this.listener = listener;
        this.request = request;
        this.type = type;
        this.agreement = agreement;
    }

    /**
     * Decides that a connection follows: {@link #abandon} does nothing from then on, and {@link #open} has to follow.
     *
     * @return false when it was abandoned before
     */
    public boolean claim() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    /**
     * Becomes a connection, which owns the stream from then on. Called after {@link #claim}.
     *
     * @param early the bytes that the client sent after its handshake
     */
    public void open(ByteStream stream, IoLoop loop, byte[] early) {
        SocketConnection connection = new SocketConnection(
                connections, loop, stream, new SocketConnection.Handshake(request.peer(), type, early, agreement));
        ConnectionReceiver receiver;
        try {
            receiver = listener.onOpen(request, connection);
        } catch (RuntimeException | Error e) { // the connection is closed
            connections.failures().error("The listener failed to take over a connection", e);
            connection.end(); // the listener may have kept it
            settled = false;
            abandon();
            return;
        }
        SocketConnection.guard(connection, opened -> opened.start(receiver));
    }

    /** Tells the listener that no connection follows, unless one has. */
    public void abandon() {
        if (!settled) {
            settled = true;
            try {
                listener.onAbandoned(request);
            } catch (RuntimeException | Error e) { // the connection is closed anyway
                connections.failures().error("The listener failed to abandon a handshake", e);
            }
        }
    }
}
