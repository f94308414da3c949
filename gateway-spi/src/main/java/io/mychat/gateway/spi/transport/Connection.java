package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;

/**
 * One open WebSocket connection. Safe for use by many threads; no method blocks.
 *
 * <p>The connection belongs to its transport; {@link #close} asks the transport to end it, and {@link
 * ConnectionReceiver#onClosed} is the proof that it has ended.
 */
public interface Connection {

    /** The other end of the TCP connection: a proxy's address where one stands between. */
    InetSocketAddress peer();

    /**
     * Queues one text message. Messages leave in the order of the calls; calls made inside one {@link
     * ConnectionReceiver} call, or while one read's frames are handed over, leave together.
     *
     * @param utf8 the whole message as valid UTF-8; it may be shared by many connections and must never change again
     * @return {@link SendResult#FULL} when other bytes wait for this connection and all together would exceed the limit:
     *     nothing was queued. A message that is larger than the limit passes while nothing else waits
     */
    SendResult send(byte[] utf8);

    /** Sends an empty ping. Dropped when the connection is closing, when one still waits for the socket, and when there is no room. */
    void ping();

    /**
     * Begins to close: what was queued before is still sent while the peer reads, then a close frame, then the TCP
     * connection ends when the peer's close frame has come, at the latest after the close time-out. For {@link
     * CloseReason#SLOW_CONSUMER} what was queued and not begun is dropped. Later calls and sends do nothing.
     */
    void close(CloseReason reason);

    /**
     * Stops reading from the socket, so that the peer is slowed down by TCP. After the return no {@link
     * ConnectionReceiver#onText} is called until {@link #resumeReceiving()}, except for one that another thread is in.
     */
    void suspendReceiving();

    /** Reads on. What had been read already is handed over first. */
    void resumeReceiving();

    /** Bytes queued by {@link #send} and not yet taken by the socket, frame headers included. */
    long outboundBytes();

    /** What became of a {@link #send}. */
    enum SendResult {
        /** Queued or sent. */
        ACCEPTED,
        /** Over the limit for this connection; nothing was queued. */
        FULL,
        /** The connection is closing or closed; nothing was queued. */
        CLOSED
    }
}
