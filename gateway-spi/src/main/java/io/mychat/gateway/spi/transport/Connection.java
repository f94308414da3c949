package io.mychat.gateway.spi.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * One open WebSocket connection. Thread-safe; no method blocks.
 *
 * <p>The transport owns the connection. {@link #close} asks the transport to end it, and
 * {@link ConnectionReceiver#onClosed} reports that it has ended.
 *
 * @since 0.1.0
 */
public interface Connection {

    /** The other end of the TCP connection, which is the address of a proxy if there is one. */
    InetSocketAddress peer();

    /**
     * Queues one message, of the {@linkplain HandshakeDecision.Accept#type type} of the connection. Messages are sent in the order of the calls. Messages from one
     * {@link ConnectionReceiver} call, or from the frames of one read, are written together; what the socket takes of
     * them does not count as waiting.
     *
     * @param payload the whole message, a text as valid UTF-8; many connections may share the array, so it must never be
     *     changed
     * @return {@link SendResult#FULL} when the message and the waiting bytes together exceed the limit; nothing is then
     *     queued. A message that is larger than the limit is accepted when no other bytes wait
     */
    SendResult send(byte[] payload);

    /**
     * As {@link #send(byte[])}, for a message that many connections are sent: what the transport derives from it, such as
     * its compressed form, is made once.
     */
    default SendResult send(SharedPayload payload) {
        return send(payload.bytes());
    }

    /**
     * As {@link #send(byte[])}, for a message in a part of an array that the caller changes afterwards. The bytes are copied
     * before the return.
     */
    default SendResult send(byte[] buffer, int offset, int length) {
        return send(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /**
     * Sends an empty ping, ahead of messages that wait for the socket. It is dropped when the connection is closing, when a ping still waits, or when the queue is
     * full.
     */
    void ping();

    /**
     * Starts the close handshake. Queued messages are sent first, then a close frame. The TCP connection ends when the
     * peer's close frame arrives, at the latest after the close timeout. For {@link CloseReason#SLOW_CONSUMER}, queued
     * messages are dropped except for the one that is being written. Later calls and sends do nothing.
     */
    void close(CloseReason reason);

    /**
     * Stops reading from the socket, so that TCP slows the peer down. After the return,
     * {@link ConnectionReceiver#onMessage} is not called until {@link #resumeReceiving()}; a call that another thread has
     * already started may still run.
     */
    void suspendReceiving();

    /** Continues to read. Data that was already read is delivered first. */
    void resumeReceiving();

    /**
     * Bytes that {@link #send} has queued and the socket has not yet taken, including frame headers; 0 after the end. Pongs
     * count, too, and stay within the limit: of a flood of pings the last one is answered.
     */
    long outboundBytes();

    /** The outcome of {@link #send}. */
    enum SendResult {
        /** Queued or sent. */
        ACCEPTED,
        /** The limit of this connection is reached; nothing was queued. */
        FULL,
        /** The connection is closing or closed; nothing was queued. */
        CLOSED
    }
}
