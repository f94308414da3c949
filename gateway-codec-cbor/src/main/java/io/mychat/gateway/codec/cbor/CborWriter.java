package io.mychat.gateway.codec.cbor;

import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes CBOR in its preferred form (RFC 8949 section 4.1), with the length before every text, array and map. Not
 * thread-safe.
 */
final class CborWriter {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final byte FALSE = (byte) 0xF4;
    private static final byte TRUE = (byte) 0xF5;
    private static final byte NULL = (byte) 0xF6;
    private static final byte DOUBLE = (byte) 0xFB;
    private static final int LONGEST_HEAD = 9;

    private final PayloadBuffer into;

    CborWriter(PayloadBuffer into) {
        this.into = into;
    }

    /** The CBOR of a text, to be written by {@link #raw}. */
    static byte[] encoded(String text) {
        PayloadBuffer bytes = new PayloadBuffer(text.length() + LONGEST_HEAD);
        new CborWriter(bytes).text(text);
        return bytes.toByteArray();
    }

    /** Appends CBOR unchanged. */
    CborWriter raw(byte[] cbor) {
        into.append(cbor);
        return this;
    }

    CborWriter map(int pairs) {
        return head(MAP, pairs);
    }

    CborWriter array(int items) {
        return head(ARRAY, items);
    }

    CborWriter integer(long value) {
        return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, ~value);
    }

    /** Whether {@link #integer(BigInteger)} can write the value: from -2^64 to 2^64 - 1. */
    static boolean isInteger(BigInteger value) {
        return value.bitLength() <= Long.SIZE;
    }

    CborWriter integer(BigInteger value) {
        return value.signum() >= 0
                ? head(UNSIGNED, value.longValue())
                : head(NEGATIVE, value.not().longValue());
    }

    CborWriter floating(double value) {
        into.append(DOUBLE);
        bytes(Double.doubleToRawLongBits(value), Double.BYTES);
        return this;
    }

    CborWriter bool(boolean value) {
        into.append(value ? TRUE : FALSE);
        return this;
    }

    CborWriter nothing() {
        into.append(NULL);
        return this;
    }

    CborWriter text(String text) {
        if (!Utf8.isAscii(text)) {
            byte[] utf8 = Utf8.repaired(text).getBytes(StandardCharsets.UTF_8);
            return head(TEXT, utf8.length).raw(utf8);
        }
        int length = text.length();
        head(TEXT, length);
        byte[] target = into.reserve(length);
        int at = into.length();
        for (int i = 0; i < length; i++) {
            target[at + i] = (byte) text.charAt(i);
        }
        into.advance(length);
        return this;
    }

    /** @param argument an unsigned number of 64 bits */
    private CborWriter head(int major, long argument) {
        int type = major << 5;
        if (argument >= 0 && argument < 24) {
            into.append((byte) (type | (int) argument));
            return this;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(argument);
        int size = bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
        into.append((byte) (type | (24 + Integer.numberOfTrailingZeros(size))));
        bytes(argument, size);
        return this;
    }

    private void bytes(long value, int count) {
        byte[] target = into.reserve(count);
        int at = into.length();
        for (int i = 0; i < count; i++) {
            target[at + i] = (byte) (value >>> (8 * (count - 1 - i)));
        }
        into.advance(count);
    }
}
