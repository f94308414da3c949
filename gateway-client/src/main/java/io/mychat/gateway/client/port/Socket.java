package io.mychat.gateway.client.port;

/**
 * One WebSocket connection. No call blocks, fails, or matters after the connection has ended.
 *
 * @since 0.1.0
 */
public interface Socket {

    /** Sends a text frame behind those that were sent before. */
    void send(String text);

    /** Says goodbye with code 1000, and ends the connection within two seconds even without an answer. */
    void close();

    /** Ends the connection at once: the other side does not answer any more. */
    void abort();
}
