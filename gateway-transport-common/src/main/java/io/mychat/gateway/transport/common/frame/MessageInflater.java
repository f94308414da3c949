package io.mychat.gateway.transport.common.frame;

import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.MessageType;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates compressed messages that have arrived whole (RFC 7692 section 7.2.2), in steps, so that a message that becomes
 * too large ends early. Each I/O thread has one: about 40 KB of native memory, and a buffer of up to {@value #KEPT}
 * bytes. A longer message is reserved while it exists.
 *
 * <p>Not thread-safe.
 */
public final class MessageInflater implements AutoCloseable {

    /** The outcome of a message. */
    enum Outcome {
        DELIVERED,
        /** The listener wants to be asked again later. */
        LEFT,
        TOO_BIG,
        /** Not a DEFLATE stream, or not all of it. */
        INVALID,
        NOT_UTF8,
        /** The budget is used up. */
        NO_ROOM
    }

    /** The bytes that are produced between two questions to the listener. */
    private static final int STEP = 8192;

    private static final int KEPT = 65_536;
    private static final int WINDOW = 32_768;

    /** A restart costs time, and honest senders need one for each flush at most. */
    private static final int MAX_RESTARTS = 256;

    /**
     * What a sender leaves out of the empty block at the end (section 7.2.1), and an empty final block: the inflater only
     * finishes at it when the message ends where a block ends.
     */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF, 3, 0};

    private final Inflater inflater = new Inflater(true);
    private byte[] inflated = new byte[STEP];

    // The message that is being inflated.
    private byte[] input = TAIL;
    private int inputEnd;
    private int size;
    private int utf8;
    private int reserved;

    /** Inflates a message and delivers it to the listener. */
    Outcome inflate(byte[] payload, int offset, int length, Limit limit, FrameListener listener) {
        size = 0;
        utf8 = Utf8.START;
        try {
            Outcome failure = length == 0 ? null : inflateAll(payload, offset, length, limit, listener);
            if (failure == null) {
                listener.onMessage(inflated, 0, size);
            }
            return failure == null ? Outcome.DELIVERED : failure;
        } catch (DataFormatException e) {
            return Outcome.INVALID;
        } finally {
            listener.onInflated(length, size);
            release(listener);
        }
    }

    /** @param maxBytes the most bytes of an inflated message */
    record Limit(int maxBytes, MessageType type) {}

    private @Nullable Outcome inflateAll(byte[] payload, int offset, int length, Limit limit, FrameListener listener)
            throws DataFormatException {
        inflater.reset();
        give(payload, offset, length);
        int restarts = 0;
        while (true) {
            if (size == inflated.length && !grow(limit.maxBytes(), listener)) {
                return Outcome.NO_ROOM;
            }
            int count = inflater.inflate(inflated, size, Math.min(STEP, inflated.length - size));
            if (count > 0) {
                Outcome failure = produced(count, limit, listener);
                if (failure != null) {
                    return failure;
                }
            } else if (inflater.finished()) {
                int rest = inflater.getRemaining();
                if (rest == 0) {
                    return utf8 == Utf8.START ? null : Outcome.NOT_UTF8;
                }
                if (++restarts > MAX_RESTARTS) {
                    return Outcome.INVALID;
                }
                restart(rest);
            } else if (input != TAIL && inflater.needsInput()) {
                give(TAIL, 0, TAIL.length);
            } else {
                return Outcome.INVALID;
            }
        }
    }

    private void give(byte[] bytes, int offset, int length) {
        input = bytes;
        inputEnd = offset + length;
        inflater.setInput(bytes, offset, length);
    }

    /** Continues after a final block, which a message may have anywhere; its window goes on. */
    private void restart(int rest) {
        int window = Math.min(size, WINDOW);
        inflater.reset();
        if (window > 0) {
            inflater.setDictionary(inflated, size - window, window);
        }
        inflater.setInput(input, inputEnd - rest, rest);
    }

    private @Nullable Outcome produced(int count, Limit limit, FrameListener listener) {
        int from = size;
        size += count;
        if (size > limit.maxBytes()) {
            return Outcome.TOO_BIG;
        }
        Admission admission = listener.onMessageBegins(size);
        if (admission != Admission.READ) {
            return admission == Admission.LEAVE ? Outcome.LEFT : Outcome.TOO_BIG;
        }
        if (limit.type() == MessageType.TEXT) {
            utf8 = Utf8.check(utf8, inflated, from, size);
            return utf8 == Utf8.INVALID ? Outcome.NOT_UTF8 : null;
        }
        return null;
    }

    /** Makes room, at the most for the first byte that is too much. */
    private boolean grow(int maxBytes, FrameListener listener) {
        int length = (int) Math.min(2L * inflated.length, Math.max(maxBytes + 1L, inflated.length + 1L));
        if (length > KEPT) {
            int more = length - reserved;
            if (!listener.reserve(more)) {
                return false;
            }
            reserved += more;
        }
        inflated = Arrays.copyOf(inflated, length);
        return true;
    }

    private void release(FrameListener listener) {
        input = TAIL;
        if (inflated.length > KEPT) {
            inflated = new byte[STEP];
        }
        if (reserved > 0) {
            int bytes = reserved;
            reserved = 0;
            listener.release(bytes);
        }
    }

    /** Frees the native memory. */
    @Override
    public void close() {
        inflater.end();
    }
}
