package io.mychat.gateway.spi.transport;

/**
 * What happens on one connection. The transport calls one method at a time, each call's effects are visible to the
 * next, and none may block: most come from the I/O thread. What a method throws closes the connection with 1011.
 */
public interface ConnectionReceiver {

    /**
     * A whole text message, checked to be UTF-8.
     *
     * @param buffer holds the payload from {@code offset} on; valid, and constant, only during this call
     */
    void onText(byte[] buffer, int offset, int length);

    /** The peer sent a ping; the transport has answered it. */
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
