package io.mychat.gateway.transport.common.deflate;

import io.mychat.gateway.spi.transport.SharedPayload;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages for all connections with one window (RFC 7692 section 7.2.1), each without the context of the one
 * before. Thread-safe.
 *
 * <p>The JDK's deflater has a window of 32 KiB. A smaller one is kept by forgetting everything after each part of its
 * size: no reference then reaches further back.
 */
public final class MessageDeflater implements SharedPayload.Derivation {

    private static final int JDK_BITS = 15;

    /** The end of a flush, which is not sent: 00 00 FF FF. */
    private static final int TAIL = 4;

    /** What flushing adds to parts that cannot be compressed. */
    private static final int ROOM = 64;

    private final DeflaterPool pool;
    private final int minBytes;
    private final int windowBits;

    MessageDeflater(DeflaterPool pool, int minBytes, int windowBits) {
        this.pool = pool;
        this.minBytes = minBytes;
        this.windowBits = windowBits;
    }

    /** The compressed payload; {@code payload} when that is not larger or it is too small to try; null: not now. */
    @Override
    public byte @Nullable [] derive(byte[] payload) {
        if (payload.length < minBytes) {
            return payload;
        }
        Deflater deflater = pool.take();
        if (deflater == null) {
            return null;
        }
        try {
            byte[] smaller = deflate(deflater, payload);
            pool.compressed(payload.length, smaller.length);
            return smaller;
        } finally {
            pool.giveBack(deflater);
        }
    }

    private byte[] deflate(Deflater deflater, byte[] payload) {
        byte[] target = new byte[payload.length / 2 + ROOM];
        int size = 0;
        int step = windowBits == JDK_BITS ? payload.length : 1 << windowBits;
        for (int at = 0; at < payload.length; at += step) {
            int count = Math.min(step, payload.length - at);
            int flush = at + count < payload.length ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH;
            deflater.setInput(payload, at, count);
            for (boolean full = true; full; ) {
                size += deflater.deflate(target, size, target.length - size, flush);
                full = size == target.length;
                if (full) {
                    if (size > payload.length + TAIL) {
                        return payload;
                    }
                    target = Arrays.copyOf(target, 2 * size);
                }
            }
        }
        return size - TAIL < payload.length ? Arrays.copyOf(target, size - TAIL) : payload;
    }
}
