package io.mychat.gateway.spi.codec;

import java.util.Arrays;

/**
 * The bytes of one message on the way to a connection; it grows as needed. A codec only appends. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadBuffer {

    private byte[] bytes;
    private int length;

    /** @param capacity the bytes for which there is room at first */
    public PayloadBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The number of bytes so far. */
    public int length() {
        return length;
    }

    public PayloadBuffer append(byte[] more) {
        return append(more, 0, more.length);
    }

    public PayloadBuffer append(byte[] more, int offset, int count) {
        System.arraycopy(more, offset, reserve(count), length, count);
        length += count;
        return this;
    }

    public PayloadBuffer append(byte one) {
        reserve(1)[length++] = one;
        return this;
    }

    /**
     * The array with room for {@code count} bytes from {@link #length()} on, for a codec that writes into it and then calls
     * {@link #advance}. It is valid until the next call of this method or of {@code append}.
     */
    public byte[] reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
        }
        return bytes;
    }

    /**
     * Adds bytes that were written into the array of {@link #reserve}.
     *
     * @throws IllegalArgumentException when there is no room for so many
     */
    public void advance(int count) {
        if (count < 0 || count > bytes.length - length) {
            throw new IllegalArgumentException(count + " bytes were not reserved");
        }
        length += count;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
