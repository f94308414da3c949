package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.transport.common.request.ChunkFraming;
import io.mychat.gateway.transport.common.request.HeadBuffer;
import io.mychat.gateway.transport.common.request.HeadException;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.request.RequestHead;
import io.mychat.gateway.transport.common.request.RequestRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Checks requests between the socket and Undertow's parser. It passes on a head only when the head is complete and
 * unambiguous, and never a byte beyond the current request, so that the lenience of the parser has no effect (ADR 15).
 *
 * <p>Undertow reads on the I/O thread and resumes from other threads; the lock of this object guards the state.
 */
final class RequestGuard extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private static final RequestRefusal NO_ROOM = new RequestRefusal(
            503, "Service Unavailable", "overloaded", "The gateway has no capacity for this request now.");

    private final HeadLimits limits;
    private final ConnectionGate.Entry entry;
    private final Consumer<RequestRefusal> refuse;
    private final HeadBuffer kept;

    /** The unread rest of a checked head. */
    private @Nullable ByteBuffer ready;

    private long bodyLeft;
    private @Nullable ChunkFraming chunks;
    private boolean head;
    private boolean refused;
    private boolean aborted;

    private int reserved;

    /**
     * @param entry gets notified of input, and reserves the buffered bytes
     * @param refuse answers a refused request; the connection closes afterwards
     */
    RequestGuard(
            StreamSourceConduit next, HeadLimits limits, ConnectionGate.Entry entry, Consumer<RequestRefusal> refuse) {
        super(next);
        this.limits = limits;
        this.entry = entry;
        this.refuse = refuse;
        this.kept = new HeadBuffer(limits);
    }

    /** Makes all further reads fail. */
    synchronized void abort() {
        aborted = true;
    }

    /** Whether the client may still send bytes that will not be read. */
    synchronized boolean owesBytes() {
        return refused || aborted || bodyLeft > 0 || chunks != null;
    }

    /** Whether the last request is a HEAD. */
    synchronized boolean isHead() {
        return head;
    }

    /** The bytes after the last request, for an upgraded connection. */
    synchronized byte[] takeRest() {
        return kept.takeAll();
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        if (aborted) {
            throw new IOException("the request was aborted");
        }
        if (refused) {
            return -1;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (ready != null) {
            return deliver(ready, target);
        }
        if (bodyLeft > 0) {
            return readFixed(target);
        }
        return chunks == null ? readHead(target) : readChunks(chunks, target);
    }

    private int deliver(ByteBuffer head, ByteBuffer target) {
        int count = Math.min(head.remaining(), target.remaining());
        target.put(head.slice().limit(count));
        head.position(head.position() + count);
        ready = head.hasRemaining() ? head : null;
        return count;
    }

    private int readHead(ByteBuffer target) throws IOException {
        int start = target.position();
        head = false;
        try {
            int end = kept.scan();
            while (end == 0) {
                int count = receive(target);
                if (count <= 0) {
                    reserve();
                    return count;
                }
                kept.append(target.duplicate().limit(start + count).position(start));
                target.position(start);
                end = kept.scan();
            }
            head = kept.beginsHead();
            RequestHead whole = RequestHead.of(kept.take(end), limits.fields());
            release();
            return deliver(begin(whole), target);
        } catch (HeadException e) {
            refused = true;
            head |= kept.beginsHead();
            refuse.accept(e.refusal());
            return -1;
        }
    }

    /** Reserves the bytes of an incomplete head that waits for the client. */
    private void reserve() throws HeadException {
        int more = kept.length() - reserved;
        if (more > 0) {
            if (!entry.reserve(more)) {
                throw new HeadException(NO_ROOM);
            }
            reserved += more;
        }
    }

    private void release() {
        if (reserved > 0) {
            entry.release(reserved);
            reserved = 0;
        }
    }

    private ByteBuffer begin(RequestHead head) {
        if (head.bodyBytes() == RequestHead.CHUNKED) {
            chunks = new ChunkFraming();
        } else {
            bodyLeft = head.bodyBytes();
        }
        return ByteBuffer.wrap(head.bytes());
    }

    private int readFixed(ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + bodyLeft));
        try {
            int count = readNext(target);
            bodyLeft -= Math.max(0, count);
            return count;
        } finally {
            target.limit(limit);
        }
    }

    private int readChunks(ChunkFraming framing, ByteBuffer target) throws IOException {
        int start = target.position();
        int count = readNext(target);
        if (count <= 0) {
            return count;
        }
        ByteBuffer seen = target.duplicate().limit(start + count).position(start);
        try {
            framing.follow(seen);
        } catch (HeadException e) {
            // Nothing has been answered yet: a response before the end of the body aborts the request first.
            refused = true;
            refuse.accept(e.refusal());
            throw new IOException(e.getMessage(), e);
        }
        if (framing.isDone()) {
            chunks = null;
            target.position(seen.position());
            kept.prepend(seen);
        }
        return target.position() - start;
    }

    /** Reads bytes of the next request, from the buffer or the socket. */
    private int readNext(ByteBuffer target) throws IOException {
        return kept.length() > 0 ? kept.moveTo(target) : receive(target);
    }

    private int receive(ByteBuffer target) throws IOException {
        int count = next.read(target);
        if (count > 0) {
            entry.received();
        }
        return count;
    }

    /** Whether a read returns bytes without input from the socket. */
    private boolean isReady() {
        boolean body = bodyLeft > 0 || chunks != null;
        return refused || aborted || ready != null || (body ? kept.length() > 0 : !kept.isScanned());
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (targets[i].hasRemaining()) {
                return read(targets[i]);
            }
        }
        return 0;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return Conduits.transfer(this, count, through, target);
    }

    @Override
    public synchronized void resumeReads() {
        if (isReady()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }

    @Override
    public void awaitReadable() throws IOException {
        if (!isReadyNow()) {
            next.awaitReadable();
        }
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) throws IOException {
        if (!isReadyNow()) {
            next.awaitReadable(time, unit);
        }
    }

    private synchronized boolean isReadyNow() {
        return isReady();
    }
}
