package io.mychat.gateway.spi.transport;

/**
 * Follows the response of an {@link HttpAdmission.Stream}. One method is called at a time, on I/O threads or on the threads
 * that call the {@link HttpStream}; none may block.
 *
 * @since 0.1.0
 */
public interface HttpStreamListener {

    /** The response has begun. Not called when the client has left before. */
    void onOpen(HttpStream stream);

    /** The socket has taken the last piece: the next one may be sent. It says nothing about the client. */
    void onWritten();

    /**
     * The response has ended: completed, aborted, or left by the client. Called exactly once, as the last call, also
     * without {@link #onOpen}. A client that has left silently is noticed when the socket takes no more pieces, and by
     * a transport inside a host's server at the next piece.
     */
    void onClosed();
}
