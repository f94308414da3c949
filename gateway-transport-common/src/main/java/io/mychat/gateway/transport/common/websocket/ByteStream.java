package io.mychat.gateway.transport.common.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one open connection, without TLS or behind it. Used on the I/O thread of the connection only, except for
 * {@link #isOpen()}.
 */
public interface ByteStream {

    /**
     * Whether reads and writes work record by record (TLS): then a short read does not mean that the socket is empty, nor a
     * short write that it is full.
     */
    boolean hasRecords();

    /** Tells these events to the target from now on. */
    void deliverTo(SocketEvents target);

    /**
     * Reads what is there.
     *
     * @return the number of bytes; 0 when there are none now, -1 when the peer has shut down its output
     */
    int read(ByteBuffer target) throws IOException;

    /** Lets {@link SocketEvents#onReadable()} come, at once when bytes are buffered in this stream. */
    void resumeReads();

    /** Reads nothing ahead, so that TCP slows the peer down. */
    void suspendReads();

    /**
     * Writes as much as the socket takes now; the position of the buffer shows how much that is.
     *
     * @return the number of bytes; with records it may be 0 although bytes were taken
     */
    int write(ByteBuffer source) throws IOException;

    /** Writes what this stream has taken and not passed on; false when the socket does not take all of it now. */
    boolean flush() throws IOException;

    /** Lets {@link SocketEvents#onWritable()} come. */
    void resumeWrites();

    void suspendWrites();

    /** Shuts down the output behind what was written; {@link #flush} completes it. */
    void shutdownOutput() throws IOException;

    /** Whether nothing has closed the connection. Callable from any thread. */
    boolean isOpen();

    /** Closes the connection, perhaps a moment later and on another thread. Nothing is called afterwards. */
    void release();
}
