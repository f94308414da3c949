package io.mychat.gateway.spi.codec;

import java.util.Arrays;

/**
 * The bytes of one message on the way to a connection; it grows as needed. A codec only appends. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class PayloadBuffer {

    private static final byte[] NOTHING = {};

    private final int capacity;
    private byte[] bytes = NOTHING;
    private int length;
    /** Whether the array itself was returned. */
    private boolean isReturned;

    /** @param capacity the bytes for which there is room at first, unless a codec knows the number, see {@link #expect} */
    public PayloadBuffer(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("a capacity is not negative");
        }
        this.capacity = capacity;
    }

    /**
     * The whole message will have this number of bytes: an empty buffer then needs no other room, and its bytes no copy.
     * Another number of bytes is no fault.
     */
    public void expect(int count) {
        if (length == 0 && bytes.length == 0) {
            bytes = new byte[count];
        }
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
            int atLeast = bytes.length == 0 ? capacity : 2 * bytes.length;
            bytes = Arrays.copyOf(bytes, Math.max(atLeast, Math.addExact(length, count)));
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

    /** Removes all bytes, so that the next message may use the room. What {@link #toByteArray} has returned stays as it is. */
    public void clear() {
        if (isReturned) {
            bytes = NOTHING;
            isReturned = false;
        }
        length = 0;
    }

    /** All bytes. What is appended later does not change them. */
    public byte[] toByteArray() {
        // A full array has no room for later bytes.
        isReturned = length == bytes.length;
        return isReturned ? bytes : Arrays.copyOf(bytes, length);
    }
}
