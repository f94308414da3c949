package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.transport.common.frame.FrameDecoders;
import io.mychat.gateway.transport.common.frame.FrameQueue;
import io.mychat.gateway.transport.common.frame.MessageInflater;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One I/O thread with its buffers, its connections, and the list of connections that other threads have signalled. All
 * methods except {@link #signal}, {@link #numbers} and {@link #isCurrent} are called on that thread; the list has its
 * own lock.
 */
public final class IoLoop {

    /** The size of the read and of the write buffer. */
    static final int BUFFER_BYTES = 65536;

    private static final int KEPT_QUEUES = 256;

    private final LoopThread thread;
    private final byte[] readBytes = new byte[BUFFER_BYTES];
    private final ByteBuffer readBuffer = ByteBuffer.wrap(readBytes);
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ArrayDeque<FrameQueue> queues = new ArrayDeque<>();
    private final Runnable drain = this::drain;
    /** Gives what inflates the messages of all connections of this loop, one at a time. */
    private final Supplier<MessageInflater> inflaters = this::inflater;
    /** As many kinds as message types, compressed or not. */
    private final Map<Kind, FrameDecoders> decoders = new HashMap<>();
    /** Made for the first compressed message. */
    private @Nullable MessageInflater inflater;

    private @Nullable SocketConnection first;
    private boolean closed;

    // Written by this thread only and read by any thread, so increments need not be atomic.
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong compressed = new AtomicLong();
    private final AtomicLong inflatedFrom = new AtomicLong();
    private final AtomicLong inflatedTo = new AtomicLong();

    private final Object lock = new Object();
    private List<SocketConnection> signalled = new ArrayList<>();
    private List<SocketConnection> spare = new ArrayList<>();

    public IoLoop(LoopThread thread) {
        this.thread = thread;
    }

    boolean isCurrent() {
        return thread.isCurrent();
    }

    /** Makes the loop attend to the connection soon. It wakes up once for all connections signalled before. */
    void signal(SocketConnection connection) {
        boolean wake;
        synchronized (lock) {
            wake = signalled.isEmpty();
            signalled.add(connection);
        }
        if (wake) {
            execute(drain);
        }
    }

    /** Lets the connection go on after a look at the other sockets. */
    void rest(SocketConnection connection) {
        try {
            thread.executeAfterLook(() -> SocketConnection.guard(connection, SocketConnection::rested));
        } catch (RejectedExecutionException e) {
            // The thread is ending, and all its connections with it.
        }
    }

    /** Runs a task on the loop; does nothing when the loop and therefore all its connections have ended. */
    void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // The thread is ending.
        }
    }

    private void drain() {
        List<SocketConnection> todo;
        synchronized (lock) {
            todo = signalled;
            signalled = spare;
        }
        for (SocketConnection connection : todo) {
            SocketConnection.guard(connection, SocketConnection::attend);
        }
        todo.clear();
        synchronized (lock) {
            spare = todo;
        }
    }

    /**
     * The read buffer, which starts with the remainder of earlier reads.
     *
     * @param readSize the largest number of bytes to read after it
     */
    ByteBuffer readBuffer(byte @Nullable [] remainder, int readSize) {
        readBuffer.clear();
        if (remainder != null) {
            readBuffer.put(remainder);
        }
        if (readSize < readBuffer.remaining()) {
            readBuffer.limit(readBuffer.position() + readSize);
        }
        return readBuffer;
    }

    /** The array of the read buffer. */
    byte[] readBytes() {
        return readBytes;
    }

    ByteBuffer writeBuffer() {
        writeBuffer.clear();
        return writeBuffer;
    }

    /** The decoders of connections of one kind. */
    FrameDecoders decoders(int maxMessageBytes, MessageType type, boolean compressed) {
        return decoders.computeIfAbsent(
                new Kind(maxMessageBytes, type, compressed),
                kind -> new FrameDecoders(maxMessageBytes, type, compressed ? inflaters : null));
    }

    /** What the connections of a kind have in common. */
    private record Kind(int maxMessageBytes, MessageType type, boolean compressed) {}

    private MessageInflater inflater() {
        MessageInflater known = inflater;
        if (known == null) {
            known = new MessageInflater();
            inflater = known;
        }
        return known;
    }

    FrameQueue takeQueue() {
        FrameQueue queue = queues.poll();
        return queue == null ? new FrameQueue() : queue;
    }

    void giveBack(FrameQueue queue) {
        if (queues.size() < KEPT_QUEUES && queue.isReusable()) {
            queues.push(queue);
        }
    }

    /** Whether new connections are refused. */
    public boolean isClosed() {
        return closed;
    }

    void add(SocketConnection connection) {
        connection.next = first;
        if (first != null) {
            first.previous = connection;
        }
        first = connection;
        add(open, 1);
        if (connection.isCompressed()) {
            add(compressed, 1);
        }
    }

    void received(int bytes) {
        add(received, bytes);
    }

    void sent(int bytes) {
        add(sent, bytes);
    }

    void inflated(int from, int to) {
        add(inflatedFrom, from);
        add(inflatedTo, to);
    }

    private static void add(AtomicLong number, long more) {
        number.lazySet(number.getPlain() + more);
    }

    /** The current figures; callable from any thread. */
    SocketStats numbers() {
        return new SocketStats(open.get(), received.get(), sent.get(), 0, 0, 0, compression());
    }

    private CompressionStats compression() {
        return new CompressionStats(compressed.get(), inflatedFrom.get(), inflatedTo.get(), 0, 0, 0);
    }

    /** Removes the connection; does nothing when it is not in the list. */
    public void remove(SocketConnection connection) {
        if (connection.previous == null && connection != first) {
            return;
        }
        if (connection.next != null) {
            connection.next.previous = connection.previous;
        }
        if (connection.previous != null) {
            connection.previous.next = connection.next;
        } else {
            first = connection.next;
        }
        connection.next = null;
        connection.previous = null;
        add(open, -1);
        if (connection.isCompressed()) {
            add(compressed, -1);
        }
    }

    /** Ends all connections of this loop, and refuses new ones. */
    void close() {
        closed = true;
        for (SocketConnection each = first; each != null; each = first) {
            SocketConnection.guard(each, SocketConnection::end);
            remove(each);
        }
        MessageInflater unused = inflater;
        inflater = null;
        if (unused != null) {
            unused.close();
        }
    }
}
