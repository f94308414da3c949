package io.mychat.gateway.testkit.transport;

import java.io.IOException;

/**
 * A client's end, as {@link ConnectionContract} needs it: it answers pings and close frames by itself, at the latest when
 * it is asked for something. For use by one thread.
 */
public interface Peer {

    /** Sends a text message. */
    void send(String text) throws IOException;

    /** Sends a ping. */
    void ping() throws IOException;

    /** The next text from the gateway; waits for it and fails when none comes. */
    String receive() throws IOException;

    /** Waits for the gateway's close frame and says its code, 1006 for an end without one. */
    int closeCode() throws IOException;

    /** Begins to close. */
    void close(int code) throws IOException;

    /** Reads nothing until {@link #startReading()}: what the gateway sends waits on its side. */
    void stopReading();

    void startReading();

    /** Answers no close frame from now on. */
    void becomeUnresponsive();

    /** Ends the TCP connection without a close frame. */
    void vanish() throws IOException;
}
