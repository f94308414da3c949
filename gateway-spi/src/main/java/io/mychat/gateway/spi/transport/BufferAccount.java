package io.mychat.gateway.spi.transport;

/**
 * One client's account in the {@link BufferBudget}. Safe for use by many threads; never blocks.
 *
 * <p>A transport reserves before it keeps bytes for the client, and releases what it no longer keeps. Bytes that are handed
 * on at once are not counted. A call may end or suspend this client's connection, or another one's: the caller holds no lock
 * that {@link Connection#close}, {@link Connection#suspendReceiving} or {@link Connection#resumeReceiving} needs.
 */
public interface BufferAccount extends AutoCloseable {

    /** The account of a client whose bytes nobody counts. */
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

    /** What bytes are kept for. */
    enum Use {
        /** Came from the client, and is incomplete or waits to be handled. */
        INBOUND,
        /** Waits until the client reads it. */
        OUTBOUND
    }

    /**
     * Takes room for bytes that are about to be kept.
     *
     * @param bytes more than 0
     * @return false: there is no room, nothing was taken, and the bytes must not be kept. What they belong to ends: a
     *     connection closes with {@link CloseReason#OVERLOAD}, an HTTP request is answered with 503
     */
    boolean reserve(Use use, int bytes);

    /** Gives room back. After {@link #close} it does nothing. */
    void release(Use use, int bytes);

    /** Gives all room back; the account takes none any more. Idempotent. */
    @Override
    void close();
}
