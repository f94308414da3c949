package io.mychat.gateway.spi.transport;

/**
 * The account of one client in the {@link BufferBudget}. Thread-safe; never blocks.
 *
 * <p>A transport reserves bytes before it buffers them for the client, and releases them afterwards. Bytes that are
 * passed on at once are not counted. A call may close or suspend the connection of this or of another client. The
 * caller must therefore hold no lock that {@link Connection#close}, {@link Connection#suspendReceiving} or
 * {@link Connection#resumeReceiving} needs.
 *
 * @since 0.1.0
 */
public interface BufferAccount extends AutoCloseable {

    /** An account without a limit, for bytes that are not counted. */
    BufferAccount UNCOUNTED = new BufferAccount() {
        @Override
        public boolean reserve(Use use, int bytes) {
            return true;
        }

        @Override
        public void release(Use use, int bytes) {}

        @Override
        public void close() {}
    };

    /** The purpose of buffered bytes. */
    enum Use {
        /** Input of the client that is incomplete or waits to be handled. */
        INBOUND,
        /** Output that waits until the client reads it. */
        OUTBOUND
    }

    /**
     * Reserves bytes before they are buffered.
     *
     * @param bytes more than 0
     * @return false when the budget is used up. Nothing is then reserved, and the bytes must not be buffered: a
     *     connection closes with {@link CloseReason#OVERLOAD}, an HTTP request is answered with 503
     */
    boolean reserve(Use use, int bytes);

    /** Releases reserved bytes. Does nothing after {@link #close}. */
    void release(Use use, int bytes);

    /** Releases all bytes; the account can no longer reserve. Idempotent. */
    @Override
    void close();
}
