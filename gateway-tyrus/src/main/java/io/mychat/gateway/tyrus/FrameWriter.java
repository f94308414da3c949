package io.mychat.gateway.tyrus;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.glassfish.tyrus.spi.WriterInfo.RemoteEndpointType;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one client's socket, and count in the gateway's budget. A blocking send waits while more than the limit is queued. An asynchronous
 * one that does not fit ends the connection, because nobody would wait for it. Pings and pongs that do not fit are dropped,
 * and those for a socket that takes nothing and has {@link #CONTROL_BYTES} to take already.
 *
 * <p>Thread-safe; this object's lock guards the queue. Completion handlers run without it, those of asynchronous sends
 * on threads of their own: they are the host's code.
 */
final class FrameWriter extends Writer {

    private static final int CONTROL = 0x08;
    private static final int CLOSE = 0x08;
    private static final int CONTROL_BYTES = 1024;

    private final int maxBytes;
    private final SocketBuffers buffers;
    private final Executor completions;
    private final Events events;
    private final Queue<Waiting> queue = new ArrayDeque<>(2);
    private long bytes;
    private boolean shut;
    private boolean stuck;

    /** What the connection does; called on any thread. */
    interface Events {
        /** There is something to write. */
        void toWrite();

        /** The client reads too slowly. */
        void slowConsumer();

        /** All frames are queued; nothing follows the close frame. */
        void closing();
    }

    private record Waiting(
            ByteBuffer frame, int size, @Nullable Runnable done, Runnable failed) {}

    FrameWriter(int maxBytes, SocketBuffers buffers, Executor completions, Events events) {
        this.maxBytes = maxBytes;
        this.buffers = buffers;
        this.completions = completions;
        this.events = events;
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler) {
        write(frame, handler, new WriterInfo(WriterInfo.MessageType.OBJECT, RemoteEndpointType.BASIC));
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        boolean async = info.getRemoteEndpointType() == RemoteEndpointType.ASYNC
                || info.getRemoteEndpointType() == RemoteEndpointType.BROADCAST;
        Runnable done = from(async, () -> handler.completed(frame));
        Runnable failed = from(async, () -> handler.failed(new ConnectionEndedException()));
        Outcome outcome = add(frame, async, done, failed);
        buffers.outbound(this::waiting);
        switch (outcome) {
            case QUEUED -> events.toWrite();
            case QUEUED_WITH_ROOM -> {
                events.toWrite();
                done.run();
            }
            case DROPPED -> done.run();
            case SHUT -> failed.run();
            case TOO_SLOW -> {
                failed.run();
                events.slowConsumer();
            }
        }
    }

    private enum Outcome {
        QUEUED,
        QUEUED_WITH_ROOM,
        DROPPED,
        SHUT,
        TOO_SLOW
    }

    private synchronized Outcome add(ByteBuffer frame, boolean async, Runnable done, Runnable failed) {
        if (shut) {
            return Outcome.SHUT;
        }
        int opcode = frame.get(frame.position()) & 0x0f;
        int size = frame.remaining();
        boolean fits = bytes == 0 || bytes + size <= maxBytes;
        if (opcode == CLOSE) {
            shut = true;
        } else if ((opcode & CONTROL) != 0 && (!fits || (stuck && bytes > CONTROL_BYTES))) {
            return Outcome.DROPPED;
        } else if (!fits && async) {
            shut = true;
            return Outcome.TOO_SLOW;
        }
        boolean room = opcode == CLOSE || bytes + size <= maxBytes;
        queue.add(new Waiting(frame, size, room ? null : done, failed));
        bytes += size;
        return room ? Outcome.QUEUED_WITH_ROOM : Outcome.QUEUED;
    }

    private synchronized long waiting() {
        return bytes;
    }

    private Runnable from(boolean async, Runnable completion) {
        return async ? () -> completions.execute(completion) : completion;
    }

    /** The frame to write next; null: none. Called on the I/O thread, which writes from its position on. */
    synchronized @Nullable ByteBuffer next() {
        Waiting first = queue.peek();
        return first == null ? null : first.frame();
    }

    /** The socket takes no more of the next frame for now. */
    synchronized void stuck() {
        stuck = true;
    }

    /** The next frame is written. */
    void written() {
        Waiting first;
        synchronized (this) {
            first = queue.poll();
            if (first == null) {
                return;
            }
            bytes -= first.size();
            stuck = false;
        }
        buffers.outbound(this::waiting);
        if (first.done() != null) {
            first.done().run();
        }
    }

    /** Fails what waits, and all that follows. */
    void end() {
        List<Waiting> left;
        synchronized (this) {
            shut = true;
            left = new ArrayList<>(queue);
            queue.clear();
            bytes = 0;
        }
        left.stream()
                .filter(waiting -> waiting.done() != null)
                .forEach(waiting -> waiting.failed().run());
    }

    @Override
    public void close() {
        events.closing();
    }
}
