package io.mychat.gateway.spi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * WebSocketServer of specification 2.2: accepts WebSocket connections (RFC 6455). Life cycle:
 * {@link #start} once, {@link #close} once.
 *
 * <p>Requests that never reach the listener get an answer with the JSON body of an {@link ErrorBody}, or the connection
 * just ends: another path is answered with 404, a request without a WebSocket handshake
 * with 426 and {@code Upgrade: websocket}, a malformed handshake with 400, and another version with 426 and
 * {@code Sec-WebSocket-Version: 13}. A head of 40,000 bytes, and one that is not complete after a few seconds, end the
 * connection. A listener that throws, or that chooses a subprotocol which the client does not offer, is answered with 500.
 * An extension is negotiated only when the settings of the transport say so, and no answer names the server.
 *
 * @since 0.1.0
 */
public interface WebSocketTransport extends AutoCloseable {

    /**
     * Binds the port and starts to accept connections.
     *
     * @return the bound address; it contains the actual port when the settings have port 0. An {@linkplain
     *     InetSocketAddress#isUnresolved unresolved} one says that a server of the host application has the port
     * @throws IOException when the address cannot be bound; the message names it as {@code host:port}
     */
    InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) throws IOException;

    /**
     * Sets the gate that decides about every connection. Called before {@link #start}. A transport that does not handle
     * TCP connections itself ignores it.
     */
    default void guard(ConnectionGate gate) {}

    /**
     * What this transport can do. A gateway asks before {@link #start}, and does without what is missing or refuses to
     * start and says why.
     */
    default Set<TransportCapability> capabilities() {
        return TransportCapability.all();
    }

    /**
     * Whether each connection takes one of the files that this process may have open, as a socket does. The limit of open
     * files then bounds the number of connections, too.
     */
    default boolean needsFiles() {
        return true;
    }

    /** Whether the port still accepts connections. */
    boolean isAccepting();

    /**
     * Binds the same address again when the port no longer accepts connections although this transport is open.
     * Existing connections stay open. Does nothing when the port accepts, and when this transport was not started or is
     * closed.
     *
     * @return whether the port accepts now; false when this transport cannot reopen it
     * @throws IOException when the address cannot be bound
     */
    default boolean reopen() throws IOException {
        return isAccepting();
    }

    /** Stops accepting, ends open connections without a close handshake (1006), and releases threads and port. Idempotent. */
    @Override
    void close();
}
