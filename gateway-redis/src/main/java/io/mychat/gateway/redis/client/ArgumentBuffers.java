package io.mychat.gateway.redis.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes arguments of calls into arrays that are used again, one for each length: Jedis copies each argument before it asks
 * for the next one. Used by one thread at a time.
 */
final class ArgumentBuffers {

    /** A longer argument gets an array of its own. All arrays together have at most 128 KB. */
    static final int LONGEST = 511;

    private static final byte[] NONE = {};
    private static final int FIRST_OUTSIDE_ASCII = 0x80;

    /** By length; those that were not needed yet are empty. */
    private final byte[][] byLength = new byte[LONGEST + 1][];

    ArgumentBuffers() {
        Arrays.fill(byLength, NONE);
    }

    /** The bytes of an argument, which are valid until the next call. */
    byte[] encoded(Object arg) {
        if (arg instanceof byte[] bytes) {
            return bytes;
        }
        if (arg instanceof Long || arg instanceof Integer) {
            long number = ((Number) arg).longValue();
            if (number >= 0) {
                return digits(number);
            }
        }
        String text = arg.toString();
        int length = text.length();
        if (length > LONGEST) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = ofLength(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= FIRST_OUTSIDE_ASCII) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) c;
        }
        return bytes;
    }

    private byte[] digits(long number) {
        int length = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            length++;
        }
        byte[] bytes = ofLength(length);
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return bytes;
    }

    private byte[] ofLength(int length) {
        byte[] bytes = byLength[length];
        if (bytes.length != length) {
            bytes = new byte[length];
            byLength[length] = bytes;
        }
        return bytes;
    }
}
