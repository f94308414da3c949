package io.mychat.gateway.spi.transport;

/**
 * Receives the messages and events of one connection. The transport calls one method at a time, and the effects of a
 * call are visible to the next one. Most calls come from the I/O thread, so no method may block. An exception closes
 * the connection with 1011.
 *
 * @since 0.1.0
 */
public interface ConnectionReceiver {

    /** Whether a message is read. */
    enum Admission {
        /** The message is read. */
        READ,
        /**
         * The message stays in the socket, and nothing after it is read. The receiver has suspended receiving, and
         * resumes it when the decision may be different.
         */
        LEAVE,
        /** The message is too large; the connection closes with {@link CloseReason#MESSAGE_TOO_BIG}. */
        TOO_BIG
    }

    /**
     * The account for the bytes that the transport buffers for this connection: incomplete messages, input that is not
     * yet delivered, and output that the socket does not take. An incomplete message counts for what has arrived of it,
     * and for at most twice as much; a message that has arrived whole is not counted. Always the same object. The transport asks for it when
     * the connection opens, and then also counts messages that were sent before.
     */
    default BufferAccount buffers() {
        return BufferAccount.UNCOUNTED;
    }

    /**
     * Decides whether a message is read, in addition to the limit of {@link WebSocketSettings#maxMessageBytes()}.
     * Called for each data frame as soon as its length is known.
     *
     * @param bytes payload bytes of the message up to the end of this frame
     */
    default Admission onMessageBegins(long bytes) {
        return Admission.READ;
    }

    /**
     * The largest number of bytes to read from the socket at once, at least 1. It is small for clients without a login,
     * because bytes that were read have to be buffered.
     */
    default int readSize() {
        return Integer.MAX_VALUE;
    }

    /**
     * A frame has arrived that does not complete a message: a ping, a pong or a fragment. Called before {@link #onPing}
     * and {@link #onPong}.
     *
     * @return false when the frame exceeds the client's rate. A ping is then not answered, and pings and pongs are not
     *     reported
     */
    default boolean onFrame() {
        return true;
    }

    /**
     * What follows until {@link #onReadEnds()} has arrived together, and the answers leave together behind it: one look at the
     * clock does for all of it. A transport that does not know what arrives together calls neither.
     */
    default void onReadBegins() {}

    /** The end of what {@link #onReadBegins()} has begun. Not called after {@link #onClosed}. */
    default void onReadEnds() {}

    /**
     * A complete message has arrived, of the {@linkplain HandshakeDecision.Accept#type type} of the connection; a text is
     * valid UTF-8.
     *
     * @param buffer contains the payload from {@code offset} on; valid and unchanged only during this call
     */
    void onMessage(byte[] buffer, int offset, int length);

    /** The peer sent a ping; the transport answers it with the same payload, at most 125 bytes. */
    void onPing();

    /** The peer sent a pong. */
    void onPong();

    /**
     * The outbound queue is empty again, after it had to wait for a slow socket or held more than a quarter of its
     * limit.
     */
    void onDrained();

    /**
     * The connection has ended. Called exactly once for each opened connection, as the last call.
     *
     * @param code the close code of the gateway when its close frame was written, also when the peer has not answered it
     *     within the close timeout; otherwise that of the peer's close frame, or 1005 when that has none; 1006 when there
     *     was no close frame: the peer has vanished, the gateway's own frame could never be written, or the transport was
     *     closed
     */
    void onClosed(int code);
}
