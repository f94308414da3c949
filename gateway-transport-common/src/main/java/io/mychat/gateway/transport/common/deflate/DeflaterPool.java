package io.mychat.gateway.transport.common.deflate;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of deflaters, which have about 260 KB of native memory each. A message for which none is free is sent
 * as it is. Thread-safe: this object's lock guards the free ones.
 */
public final class DeflaterPool implements AutoCloseable {

    private static final int WINDOWS = 16;

    private final CompressionSettings settings;
    private final ArrayDeque<Deflater> free = new ArrayDeque<>();
    private final MessageDeflater[] byWindow = new MessageDeflater[WINDOWS];
    private int made;
    private boolean closed;

    private final LongAdder before = new LongAdder();
    private final LongAdder after = new LongAdder();
    private final LongAdder skipped = new LongAdder();

    public DeflaterPool(CompressionSettings settings) {
        this.settings = settings;
        for (int bits = 0; bits < WINDOWS; bits++) {
            byWindow[bits] = new MessageDeflater(this, settings.minMessageBytes(), bits);
        }
    }

    /** Compresses for clients with this agreement. */
    public MessageDeflater deflater(Agreement agreement) {
        return byWindow[agreement.windowBits()];
    }

    /** A deflater that {@link #giveBack} must get; null when all are in use. */
    synchronized @Nullable Deflater take() {
        Deflater deflater = free.poll();
        if (deflater == null && made < settings.maxConcurrent() && !closed) {
            deflater = new Deflater(settings.level(), true);
            made++;
        }
        if (deflater == null) {
            skipped.increment();
        }
        return deflater;
    }

    void giveBack(Deflater deflater) {
        deflater.reset();
        synchronized (this) {
            if (!closed) {
                free.push(deflater);
                return;
            }
        }
        deflater.end();
    }

    void compressed(int from, int to) {
        before.add(from);
        after.add(to);
    }

    /** Bytes of compressed messages, before their compression. */
    public long bytesBefore() {
        return before.sum();
    }

    /** Bytes of compressed messages, after their compression. */
    public long bytesAfter() {
        return after.sum();
    }

    /** Messages that were not compressed because all deflaters were in use. */
    public long skipped() {
        return skipped.sum();
    }

    /** Frees the native memory; those in use free theirs when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        free.forEach(Deflater::end);
        free.clear();
    }
}
