package io.mychat.gateway.testkit.transport;

import java.io.IOException;

/**
 * A client for {@link ConnectionContract}. It answers pings and close frames automatically, at the latest during its
 * next call. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface Peer {

    /** Sends a text message. */
    void send(String text) throws IOException;

    /** Sends a ping. */
    void ping() throws IOException;

    /** Waits for the next text from the gateway; fails when none arrives. */
    String receive() throws IOException;

    /** Waits for the close frame of the gateway and returns its code; 1006 for an end without one. */
    int closeCode() throws IOException;

    /** Starts the close handshake. */
    void close(int code) throws IOException;

    /** Stops reading until {@link #startReading()}: messages of the gateway wait on its side. */
    void stopReading();

    void startReading();

    /** Stops answering close frames. */
    void becomeUnresponsive();

    /** Ends the TCP connection without a close frame. */
    void vanish() throws IOException;
}
