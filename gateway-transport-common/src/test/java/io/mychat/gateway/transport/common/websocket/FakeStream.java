package io.mychat.gateway.transport.common.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A connection without a network: it takes as much as a test says, and nothing ever comes. Written by one thread, read by
 * any.
 */
final class FakeStream implements ByteStream {

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final boolean records;
    private volatile int writes;
    private volatile int written;

    /** The number of bytes that it takes until it is full. */
    volatile int room = Integer.MAX_VALUE;

    /** The most bytes that one write takes. */
    volatile int largest = Integer.MAX_VALUE;

    /** Whether the next write says that it has taken nothing, whatever it took. */
    volatile boolean deniesNext;

    /** What happens while the bytes of a write are on the wire and the writer does not know it yet. */
    volatile Runnable onWrite = () -> {};

    /** Whether it has taken bytes that it could not send, as a TLS layer may. */
    volatile boolean holds;

    /** Whether every call throws. */
    volatile boolean broken;

    volatile boolean closed;

    FakeStream() {
        this(false);
    }

    FakeStream(boolean records) {
        this.records = records;
    }

    /** The number of writes. */
    int writes() {
        return writes;
    }

    /** The number of bytes that have come. */
    int written() {
        return written;
    }

    /** What has come since the last call. For the writing thread. */
    byte[] take() {
        byte[] taken = wire.toByteArray();
        wire.reset();
        return taken;
    }

    private void fail() {
        if (broken) {
            throw new LinkageError("a test's broken socket");
        }
    }

    @Override
    public boolean hasRecords() {
        return records;
    }

    @Override
    public void deliverTo(SocketEvents target) {
        fail();
    }

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public void resumeReads() {}

    @Override
    public void suspendReads() {}

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public int write(ByteBuffer source) {
        fail();
        int count = Math.min(Math.min(room, largest), source.remaining());
        byte[] bytes = new byte[count];
        source.get(bytes);
        wire.writeBytes(bytes);
        room -= count;
        writes++;
        written += count;
        onWrite.run();
        boolean denies = deniesNext;
        deniesNext = false;
        return denies ? 0 : count;
    }

    @Override
    public boolean flush() {
        fail();
        return !holds;
    }

    @Override
    public void resumeWrites() {
        fail();
    }

    @Override
    public void suspendWrites() {
        fail();
    }

    @Override
    public void shutdownOutput() {
        fail();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void release() {
        closed = true;
    }
}
