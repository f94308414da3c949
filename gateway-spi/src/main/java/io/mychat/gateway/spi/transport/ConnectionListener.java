package io.mychat.gateway.spi.transport;

/**
 * Decides about handshakes and takes over new connections. Called on I/O threads; must not block.
 *
 * @since 0.1.0
 */
public interface ConnectionListener {

    /** Decides about a handshake that is a valid RFC 6455 request for the configured path. */
    HandshakeDecision onHandshake(HandshakeRequest request);

    /**
     * The handshake has been accepted and answered. Called before any frame of this connection is read. When the peer
     * has already left, {@link #onAbandoned} is called instead.
     *
     * @return the receiver of this connection
     */
    ConnectionReceiver onOpen(HandshakeRequest request, Connection connection);

    /**
     * An accepted handshake has become a connection of the host application on the gateway's port, which the gateway
     * does not serve. {@link #onAbandoned} is called at its end.
     *
     * @param connection what the gateway may end, for its bytes or its address
     * @return the account for the bytes that are buffered for this connection; the caller closes it
     */
    default BufferAccount onHosted(HandshakeRequest request, HostedConnection connection) {
        return BufferAccount.UNCOUNTED;
    }

    /** An accepted handshake did not become a connection of the gateway, or the host's connection has ended. */
    void onAbandoned(HandshakeRequest request);
}
