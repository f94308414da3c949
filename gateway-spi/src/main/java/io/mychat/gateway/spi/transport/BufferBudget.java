package io.mychat.gateway.spi.transport;

/**
 * The one budget of the process for all bytes that are buffered for clients (protocol.md section 1.5): incomplete messages,
 * request bodies, queues. The gateway owns it and decides who loses what when it is used up. Safe for use by many threads;
 * never blocks.
 */
@FunctionalInterface
public interface BufferBudget {

    /** A budget that nobody limits. */
    BufferBudget UNLIMITED = onEvicted -> BufferAccount.UNCOUNTED;

    /**
     * Opens an account for a client that is not logged in, such as the sender of an HTTP request. Its owner closes it. The
     * accounts of WebSocket connections are the receivers', see {@link ConnectionReceiver#buffers}.
     *
     * @param onEvicted called once, from any thread, when this account's bytes are needed for others: ends what they belong
     *     to and releases them soon. It does not block and does not reserve
     */
    BufferAccount open(Runnable onEvicted);
}
