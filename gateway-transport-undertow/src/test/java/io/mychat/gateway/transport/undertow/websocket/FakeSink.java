package io.mychat.gateway.transport.undertow.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.xnio.XnioIoThread;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.NullStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/** A socket's sending half that takes as much as a test says. Written by one thread, read by any. */
final class FakeSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private volatile int writes;
    private volatile int written;

    /** How many bytes it takes until it is full. */
    volatile int room = Integer.MAX_VALUE;

    /** How many bytes one write takes at most. */
    volatile int largest = Integer.MAX_VALUE;

    /** Whether the next write says that it has taken nothing, whatever it took. */
    volatile boolean deniesNext;

    /** What happens while the bytes of a write are on the wire and the writer does not know it yet. */
    volatile Runnable onWrite = () -> {};

    /** What every call throws. */
    volatile boolean broken;

    FakeSink(XnioIoThread thread) {
        super(new NullStreamSinkConduit(thread));
    }

    /** How often something was offered. */
    int writes() {
        return writes;
    }

    /** How many bytes have come. */
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
        return true;
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
    public void setWriteReadyHandler(WriteReadyHandler handler) {
        fail();
    }
}
