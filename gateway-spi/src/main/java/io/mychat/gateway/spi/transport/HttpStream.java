package io.mychat.gateway.spi.transport;

/**
 * The body of one response that is sent piece by piece. Thread-safe; no method blocks. It holds no more than one piece, so
 * that the sender bounds what waits.
 *
 * @since 0.1.0
 */
public interface HttpStream {

    /**
     * Sends one piece at once, without waiting for more of them. The next piece is sent after {@link
     * HttpStreamListener#onWritten()}. Does nothing after the end.
     *
     * @param piece not empty, and never changed
     * @throws IllegalStateException when the previous piece is still being written
     */
    void write(byte[] piece);

    /** Completes the response when the piece that is being written has been taken, and closes the connection. */
    void end();

    /** Closes the connection at once. A transport without {@link TransportCapability#ABORT} may wait for the client. */
    void abort();
}
