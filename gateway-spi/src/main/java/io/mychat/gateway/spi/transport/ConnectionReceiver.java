package io.mychat.gateway.spi.transport;

/**
 * What happens on one connection. The transport calls one method at a time, each call's effects are visible to the
 * next, and none may block: most come from the I/O thread. What a method throws closes the connection with 1011.
 */
public interface ConnectionReceiver {

    /** Whether a message of some size is read. */
    enum Admission {
        /** It is. */
        READ,
        /**
         * Not now: it stays in the socket, and nothing behind it is read. The receiver has suspended receiving and resumes it
         * when the answer may be another one.
         */
        LEAVE,
        /** Never: the connection closes with {@link CloseReason#MESSAGE_TOO_BIG}. */
        TOO_BIG
    }

    /**
     * Where the transport reserves what it keeps for this connection: incomplete messages, what it has read and not handed
     * over, what the socket does not take. Always the same object. Asked when the connection opens; what was sent before
     * is counted from then on.
     */
    default BufferAccount buffers() {
        return BufferAccount.UNCOUNTED;
    }

    /**
     * Whether a message is read, as far as the receiver is concerned; {@link WebSocketSettings#maxMessageBytes()} holds
     * besides. Called for each data frame as soon as its length is known.
     *
     * @param bytes the payload of the message up to the end of this frame
     */
    default Admission onMessageBegins(long bytes) {
        return Admission.READ;
    }

    /**
     * The most bytes that should be read from the socket at once, at least 1. A client that nobody knows gets little, since
     * what has been read has to be kept.
     */
    default int readSize() {
        return Integer.MAX_VALUE;
    }

    /**
     * A frame has come that is no message: a ping or pong, or a fragment that completes none. Called before {@link #onPing}
     * and {@link #onPong}.
     *
     * @return false: the frame is over the client's rate. A ping is then not answered, and neither ping nor pong is reported
     */
    default boolean onFrame() {
        return true;
    }

    /**
     * A whole text message, checked to be UTF-8.
     *
     * @param buffer holds the payload from {@code offset} on; valid, and constant, only during this call
     */
    void onText(byte[] buffer, int offset, int length);

    /** The peer sent a ping; the transport answers it. */
    void onPing();

    /** The peer sent a pong. */
    void onPong();

    /**
     * Everything has been written after it had to wait for a slow socket, or after more than a quarter of the outbound
     * limit was waiting.
     */
    void onDrained();

    /**
     * The connection has ended; the last call. Called exactly once for each connection that was opened.
     *
     * @param code the close code that the peer sent, or the one that the gateway sent, or 1006 when the TCP connection
     *     ended without a close frame
     */
    void onClosed(int code);
}
