package io.mychat.gateway.spi.transport;

/** Who decides about handshakes and takes over new connections. Called on I/O threads: must not block. */
public interface ConnectionListener {

    /** Decides about a handshake that is a valid RFC 6455 request for the right path. */
    HandshakeDecision onHandshake(HandshakeRequest request);

    /**
     * The handshake has been accepted and answered. Called before anything of this connection is read; not called when
     * the peer was gone before, in which case {@link #onAbandoned} is called.
     *
     * @return who gets what the connection receives
     */
    ConnectionReceiver onOpen(HandshakeRequest request, Connection connection);

    /** An accepted handshake did not become a connection. */
    void onAbandoned(HandshakeRequest request);
}
