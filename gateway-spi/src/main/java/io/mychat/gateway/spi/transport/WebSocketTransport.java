package io.mychat.gateway.spi.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * WebSocketServer of specification 2.2: accepts WebSocket connections (RFC 6455) that carry text messages. Life cycle:
 * {@link #start} once, {@link #close} once.
 *
 * <p>Requests that never reach the listener: another path is answered with 404, a request without a WebSocket handshake
 * with 426 and {@code Upgrade: websocket}, a malformed handshake with 400, and another version with 426 and
 * {@code Sec-WebSocket-Version: 13}.
 */
public interface WebSocketTransport extends AutoCloseable {

    /**
     * Binds the port and accepts connections from then on.
     *
     * @return the address that was bound; its port differs from the settings' when those say 0
     * @throws IOException when the address cannot be bound; the message names it
     */
    InetSocketAddress start(WebSocketSettings settings, ConnectionListener listener) throws IOException;

    /**
     * Has every connection pass this gate from {@link #start} on. Called before the start; a transport that sees no TCP
     * connections ignores it.
     */
    default void guard(ConnectionGate gate) {}

    /** Whether the port still accepts connections. */
    boolean isAccepting();

    /**
     * Binds the same address again when the port no longer accepts though nobody has closed this transport. What is open
     * stays open. Does nothing when the port accepts, and when this transport was not started or has been closed.
     *
     * @return whether the port accepts now; false: this transport cannot bring it back
     * @throws IOException when the address cannot be bound
     */
    default boolean reopen() throws IOException {
        return isAccepting();
    }

    /** Stops accepting, ends what is still open without a close handshake, and frees threads and port. Idempotent. */
    @Override
    void close();
}
