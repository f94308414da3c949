package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.transport.common.frame.FrameQueue;
import io.mychat.gateway.transport.common.frame.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The outbound queue of one connection, bounded in bytes. Any thread adds under the lock of this object. Only the I/O
 * thread removes, so it can write without holding the lock. An empty queue is returned to the loop.
 */
final class Outbound {

    /** The largest number of waiting pongs; beyond it, only the latest ping is answered (RFC 6455 section 5.5.3). */
    private static final int MAX_PONGS = 16;

    /** The number of full write buffers that are written before other connections have their turn. */
    private static final int MAX_WRITES = 16;

    /**
     * Above this size, bytes are reserved before the socket has refused them. Fewer bytes for a socket that accepts
     * them are gone in a moment.
     */
    private static final int COUNTED_AT_ONCE = 16_384;

    private static final byte[] EMPTY = {};

    private final boolean records;
    private final byte opcode;
    private @Nullable FrameQueue frames;
    private @Nullable CloseReason requested;
    private volatile boolean shut;
    private boolean piledUp;
    /** Whether the sink has not taken all: the peer is slow, even if TLS holds what there was. Changed by the I/O thread. */
    private boolean blocked;

    private BufferAccount account = BufferAccount.UNCOUNTED;
    /** The bytes that the account has reserved or is asked to reserve for this queue. */
    private int charged;

    /** The outcome of a flush. */
    enum Flush {
        DONE,
        /** The socket is full. */
        BLOCKED,
        /** More bytes wait, but other connections have their turn. */
        AGAIN
    }

    /**
     * @param records whether the sink takes one record at a time (TLS), so that a partial write does not mean that it
     *     is full
     * @param type the type of all messages
     */
    Outbound(boolean records, MessageType type) {
        this.records = records;
        this.opcode = (byte) Opcode.of(type);
    }

    /**
     * Reserves bytes on this account from now on, and those that other threads have queued before. Called on the I/O thread,
     * before anything is written.
     */
    void countOn(BufferAccount newAccount) {
        int before;
        synchronized (this) {
            account = newAccount;
            before = charged;
        }
        if (before > 0 && !newAccount.reserve(BufferAccount.Use.OUTBOUND, before)) {
            synchronized (this) {
                charged -= before;
            }
            requestClose(CloseReason.SLOW_CONSUMER);
        }
    }

    /**
     * Queues a message.
     *
     * @param room the bytes that may wait behind this call, if others wait already
     * @param maxBytes the limit of waiting bytes
     * @param loop lends its queue when it belongs to the current thread
     */
    SendResult offer(byte[] payload, boolean compressed, int room, int maxBytes, IoLoop loop) {
        synchronized (this) {
            SendResult result = place(payload.length, room, loop);
            if (result != SendResult.ACCEPTED) {
                return result;
            }
            FrameQueue queue = queue(loop);
            if (compressed) {
                queue.addCompressed(opcode, payload);
            } else {
                queue.add(opcode, payload);
            }
            if (isLittle(queue, maxBytes, loop)) {
                return result;
            }
        }
        charge();
        return SendResult.ACCEPTED;
    }

    /** Queues a copy of these bytes as a message; see {@link #offer}. */
    SendResult offerCopy(byte[] source, int offset, int length, int room, int maxBytes, IoLoop loop) {
        synchronized (this) {
            SendResult result = place(length, room, loop);
            if (result != SendResult.ACCEPTED) {
                return result;
            }
            FrameQueue queue = queue(loop);
            if (loop.isCurrent() && !blocked) {
                queue.addCopy(opcode, source, offset, length);
            } else {
                // The room of a queue that is not the loop's would be made for this one, and nobody counts that of one
                // that waits.
                queue.add(opcode, Arrays.copyOfRange(source, offset, offset + length));
            }
            if (isLittle(queue, maxBytes, loop)) {
                return result;
            }
        }
        charge();
        return SendResult.ACCEPTED;
    }

    /** Whether there is room for a message of this length. Called with the lock. */
    private SendResult place(int length, int room, IoLoop loop) {
        if (shut) {
            return SendResult.CLOSED;
        }
        FrameQueue queue = queue(loop);
        return queue.isEmpty() || queue.bytes() + FrameQueue.frameBytes(length) <= room
                ? SendResult.ACCEPTED
                : SendResult.FULL;
    }

    /** Whether what waits need not be counted yet. Called with the lock, behind each message. */
    private boolean isLittle(FrameQueue queue, int maxBytes, IoLoop loop) {
        piledUp |= queue.bytes() > maxBytes / 4;
        int small = loop.isCurrent() ? IoLoop.BUFFER_BYTES : COUNTED_AT_ONCE;
        return charged == 0 && !blocked && queue.bytes() <= small;
    }

    /**
     * Reserves the waiting bytes. Called without the lock, because this thread may have to close or suspend other
     * connections.
     */
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

    /** Releases the bytes that no longer wait. */
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

    /** Queues an empty ping, unless another one waits or the queue is full. */
    synchronized void ping(int maxBytes, IoLoop loop) {
        if (shut || (frames != null && !frames.wantsPing())) {
            return;
        }
        if (waiting() + FrameQueue.frameBytes(0) <= maxBytes) {
            queue(loop).add(Opcode.PING, EMPTY);
        }
    }

    /** Queues a pong, replaces the last one when many wait, or drops it when the queue is full. */
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

    /** Queues the close frame, even beyond the limit. */
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
     * Records that the gateway wants to close; only the close frame is queued afterwards.
     *
     * @return whether this is the first request to close
     */
    synchronized boolean requestClose(CloseReason reason) {
        if (shut) {
            return false;
        }
        requested = reason;
        shut = true;
        return true;
    }

    /** The reason for which the gateway wants to close; null when it does not. */
    @Nullable
    CloseReason requested() {
        return shut ? requested : null;
    }

    boolean isShut() {
        return shut;
    }

    /** Whether more than a quarter of the limit waited at some time since the last call. */
    synchronized boolean takePiledUp() {
        boolean result = piledUp;
        piledUp = false;
        return result;
    }

    synchronized long waiting() {
        return frames == null ? 0 : frames.bytes();
    }

    /** Drops all frames. Called on the I/O thread. */
    void discard() {
        synchronized (this) {
            shut = true;
            frames = null;
        }
        discharge();
    }

    /** Writes as many bytes as the socket takes. Called on the I/O thread. */
    Flush flush(ByteStream sink, IoLoop loop) throws IOException {
        Flush result = writeOut(sink, loop);
        if (result == Flush.BLOCKED) {
            settle(true);
            charge();
        } else if (blocked) { // which only this thread changes
            settle(false);
        }
        return result;
    }

    private synchronized void settle(boolean now) {
        blocked = now;
        if (now && frames != null) {
            frames.settle();
        }
    }

    private Flush writeOut(ByteStream sink, IoLoop loop) throws IOException {
        for (int i = 0; i < MAX_WRITES; i++) {
            ByteBuffer buffer = loop.writeBuffer();
            synchronized (this) {
                if (frames != null) {
                    frames.fill(buffer);
                }
            }
            buffer.flip();
            if (!buffer.hasRemaining()) {
                return sink.flush() ? Flush.DONE : Flush.BLOCKED; // TLS has its own buffer
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
     * Writes the buffer until the sink is full. The position of the buffer shows the written bytes: the TLS layer may
     * take bytes and return 0 while it sends its own messages.
     */
    private void write(ByteBuffer buffer, ByteStream sink) throws IOException {
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
            // One that the loop has kept may have room for many replies, which nobody counts while the peer is slow.
            queue = loop.isCurrent() && !blocked ? loop.takeQueue() : new FrameQueue();
            frames = queue;
        }
        return queue;
    }
}
