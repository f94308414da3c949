package io.mychat.gateway.transport.common.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The masking of RFC 6455 section 5.3, eight bytes at a time. Keys are read little-endian: their lowest byte is first.
 */
final class Masking {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Masking() {}

    static int key(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset);
    }

    /** The key for the rest of a payload after {@code consumed} bytes. */
    static int rotate(int key, int consumed) {
        return Integer.rotateRight(key, (consumed & 3) << 3);
    }

    /**
     * Unmasks in place.
     *
     * @return whether all bytes are ASCII
     */
    static boolean unmask(byte[] buffer, int offset, int length, int key) {
        long wideKey = (key & 0xFFFFFFFFL) | ((long) key << 32);
        long seen = 0;
        int at = offset;
        int end = offset + length;
        for (; at <= end - 8; at += 8) {
            long plain = (long) LONGS.get(buffer, at) ^ wideKey;
            LONGS.set(buffer, at, plain);
            seen |= plain;
        }
        for (int rest = key; at < end; at++, rest = Integer.rotateRight(rest, 8)) {
            byte plain = (byte) (buffer[at] ^ rest);
            buffer[at] = plain;
            seen |= plain;
        }
        return (seen & HIGH_BITS) == 0;
    }
}
