package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.transport.undertow.frame.FrameQueue;
import io.mychat.gateway.transport.undertow.frame.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSinkConduit;

/**
 * What waits for one connection's socket, bounded in bytes. Any thread adds, under this object's lock; only the I/O thread
 * takes out, so that it can write without holding the lock. An empty one holds no queue.
 */
final class Outbound {

    /** Pongs that may wait one by one; beyond, only the latest ping is answered (RFC 6455 section 5.5.3). */
    private static final int MAX_PONGS = 16;

    /** How many full write buffers leave in one go, before other connections have their turn. */
    private static final int MAX_WRITES = 16;

    /**
     * More than this is counted before the socket has refused it. What is less and on its way to a socket that takes it is
     * gone in a moment.
     */
    private static final int COUNTED_AT_ONCE = 16_384;

    private static final byte[] EMPTY = {};

    private final boolean records;
    private @Nullable FrameQueue frames;
    private @Nullable CloseReason requested;
    private volatile boolean shut;
    private boolean piledUp;
    private BufferAccount account = BufferAccount.UNCOUNTED;
    /** How many bytes the account holds for this queue, or is just being asked for. */
    private long charged;

    /** How a flush ended. */
    enum Flush {
        DONE,
        /** The socket takes no more now. */
        BLOCKED,
        /** There is more, but it is others' turn. */
        AGAIN
    }

    /**
     * @param records whether the sink takes one record at a time (TLS), so that taking less than was offered does not say
     *     that it is full
     */
    Outbound(boolean records) {
        this.records = records;
    }

    /** Counts on this account from now on. */
    synchronized void countOn(BufferAccount newAccount) {
        account = newAccount;
    }

    /** Queues a text frame; {@code loop} lends the queue when it is the current thread's. */
    SendResult offer(byte[] payload, int maxBytes, IoLoop loop) {
        synchronized (this) {
            if (shut) {
                return SendResult.CLOSED;
            }
            FrameQueue queue = queue(loop);
            if (!queue.isEmpty() && queue.bytes() + FrameQueue.frameBytes(payload.length) > maxBytes) {
                return SendResult.FULL;
            }
            queue.add(Opcode.TEXT, payload);
            piledUp |= queue.bytes() > maxBytes / 4;
            int small = loop.isCurrent() ? IoLoop.BUFFER_BYTES : COUNTED_AT_ONCE;
            if (charged == 0 && queue.bytes() <= small) {
                return SendResult.ACCEPTED;
            }
        }
        charge();
        return SendResult.ACCEPTED;
    }

    /** Makes the account hold what waits. Without the lock: whoever has to give way is told by this thread. */
    private void charge() {
        int more;
        BufferAccount to;
        synchronized (this) {
            more = (int) (waiting() - charged);
            if (more <= 0) {
                return;
            }
            charged += more;
            to = account;
        }
        if (!to.reserve(BufferAccount.Use.OUTBOUND, more)) {
            synchronized (this) {
                charged -= more;
            }
            requestClose(CloseReason.SLOW_CONSUMER);
        }
    }

    /** Gives back what the account holds for bytes that no longer wait. */
    private void discharge() {
        int less;
        BufferAccount from;
        synchronized (this) {
            less = (int) (charged - waiting());
            if (less <= 0) {
                return;
            }
            charged -= less;
            from = account;
        }
        from.release(BufferAccount.Use.OUTBOUND, less);
    }

    /** Queues an empty ping unless one waits already that the socket has not been offered, or there is no room. */
    synchronized void ping(int maxBytes, IoLoop loop) {
        if (shut || (frames != null && !frames.wantsPing())) {
            return;
        }
        if (waiting() + FrameQueue.frameBytes(0) <= maxBytes) {
            queue(loop).add(Opcode.PING, EMPTY);
        }
    }

    /** Queues a pong, or lets it take the place of the last one when many wait, or drops it when there is no room. */
    synchronized void pong(byte[] payload, int maxBytes, IoLoop loop) {
        if (shut) {
            return;
        }
        FrameQueue queue = queue(loop);
        boolean room = waiting() + FrameQueue.frameBytes(payload.length) <= maxBytes;
        if (room && queue.pongs() < MAX_PONGS) {
            queue.add(Opcode.PONG, payload);
        } else {
            queue.replaceLastPong(payload);
        }
    }

    /** Queues the last frame, over the limit if need be. */
    void closeFrame(byte[] payload, boolean dropWaiting, IoLoop loop) {
        synchronized (this) {
            shut = true;
            FrameQueue queue = queue(loop);
            if (dropWaiting) {
                queue.dropNotBegun();
            }
            queue.add(Opcode.CLOSE, payload);
        }
        discharge();
    }

    /**
     * Notes the gateway's wish to close, and takes nothing more but the close frame.
     *
     * @return whether this is the first such wish
     */
    synchronized boolean requestClose(CloseReason reason) {
        if (shut) {
            return false;
        }
        requested = reason;
        shut = true;
        return true;
    }

    /** The gateway's wish to close, if there is one. */
    @Nullable
    CloseReason requested() {
        return shut ? requested : null;
    }

    boolean isShut() {
        return shut;
    }

    /** Whether more than a quarter of the limit has waited since the last call. */
    synchronized boolean takePiledUp() {
        boolean result = piledUp;
        piledUp = false;
        return result;
    }

    synchronized long waiting() {
        return frames == null ? 0 : frames.bytes();
    }

    /** Drops everything. On the I/O thread. */
    void discard() {
        synchronized (this) {
            shut = true;
            frames = null;
        }
        discharge();
    }

    /** Writes as much as the socket takes. On the I/O thread. */
    Flush flush(StreamSinkConduit sink, IoLoop loop) throws IOException {
        Flush result = writeOut(sink, loop);
        if (result == Flush.BLOCKED) {
            charge();
        }
        return result;
    }

    private Flush writeOut(StreamSinkConduit sink, IoLoop loop) throws IOException {
        for (int i = 0; i < MAX_WRITES; i++) {
            ByteBuffer buffer = loop.writeBuffer();
            synchronized (this) {
                if (frames != null) {
                    frames.fill(buffer);
                }
            }
            buffer.flip();
            if (!buffer.hasRemaining()) {
                return sink.flush() ? Flush.DONE : Flush.BLOCKED; // TLS keeps a buffer of its own
            }
            write(buffer, sink);
            int written = buffer.position();
            loop.sent(written);
            boolean blocked = buffer.hasRemaining();
            boolean empty = taken(written, loop);
            discharge();
            if (empty) {
                return sink.flush() ? Flush.DONE : Flush.BLOCKED;
            }
            if (blocked) {
                return Flush.BLOCKED;
            }
        }
        return Flush.AGAIN;
    }

    /**
     * Offers the buffer until the sink is full. What has been taken is where the buffer stands then: the TLS layer may
     * take bytes and return 0 when it has messages of its own to send.
     */
    private void write(ByteBuffer buffer, StreamSinkConduit sink) throws IOException {
        int before;
        do {
            before = buffer.position();
            sink.write(buffer);
        } while (records && buffer.hasRemaining() && buffer.position() > before);
    }

    private synchronized boolean taken(int written, IoLoop loop) {
        FrameQueue queue = frames;
        if (queue == null) {
            return true;
        }
        queue.written(written);
        if (!queue.isEmpty()) {
            return false;
        }
        frames = null;
        loop.giveBack(queue);
        return true;
    }

    private FrameQueue queue(IoLoop loop) {
        FrameQueue queue = frames;
        if (queue == null) {
            queue = loop.isCurrent() ? loop.takeQueue() : new FrameQueue();
            frames = queue;
        }
        return queue;
    }
}
