package io.mychat.gateway.spi.transport;

/**
 * The budget of the process for all bytes that are buffered for clients (protocol.md section 1.5): incomplete messages,
 * request bodies and queues. The gateway owns it and decides which clients lose their buffers when it is used up.
 * Thread-safe; never blocks.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BufferBudget {

    /** A budget without a limit. */
    BufferBudget UNLIMITED = onEvicted -> BufferAccount.UNCOUNTED;

    /**
     * Opens an account for a client without a login, such as the sender of an HTTP request. The caller closes it.
     * WebSocket connections have accounts already, see {@link ConnectionReceiver#buffers}.
     *
     * @param onEvicted called once, from any thread, when the bytes of this account are needed for other clients. It
     *     ends the request and releases the bytes soon. It must not block and must not reserve
     */
    BufferAccount open(Runnable onEvicted);
}
