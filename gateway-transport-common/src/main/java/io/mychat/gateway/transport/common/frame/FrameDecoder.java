package io.mychat.gateway.transport.common.frame;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.MessageType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of a client into events (RFC 6455 sections 5, 7.4 and 8.1, RFC 7692 section 6). A message that is
 * complete in the buffer is unmasked and delivered in place. Only incomplete messages are copied, and never more than has
 * arrived. Compressed ones are inflated when they have arrived whole, so that half a message occupies no inflater.
 *
 * <p>Not thread-safe.
 */
public final class FrameDecoder {

    /** The largest undecoded remainder while the listener wants frames: a control frame without its last byte. */
    public static final int MAX_REMAINDER = 6 + 125;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The bits of extensions; the first one says that a message is compressed, if the handshake has agreed on it. */
    private static final int RESERVED = 0x70;

    private static final int COMPRESSED = 0x40;

    private static final byte[] NOTHING = {};

    private final MessageInflater.Limit limit;
    /** Null without an agreement to compress. */
    private final @Nullable Supplier<MessageInflater> inflater;

    // The incomplete message, and its current data frame.
    private byte @Nullable [] message;
    private int messageLength;
    private int utf8;
    private boolean inMessage;
    private boolean lastFrame;
    private int frameRemaining;
    private int frameKey;
    private boolean compressed;
    /** The compressed message is complete, and the listener wants to decide about it later. */
    private boolean held;

    /** Messages are no longer wanted: they are decoded only to find the frames after them. */
    private boolean discarding;

    private boolean finished;

    /**
     * @param maxMessageBytes the largest payload of a message; applies to the announced length
     * @param type the only type of messages that the client may send
     */
    public FrameDecoder(int maxMessageBytes, MessageType type) {
        this(maxMessageBytes, type, null);
    }

    /**
     * As the other one, for a client that may compress.
     *
     * @param inflater called on the thread of the decoder when a compressed message is complete; null: none may come
     */
    public FrameDecoder(int maxMessageBytes, MessageType type, @Nullable Supplier<MessageInflater> inflater) {
        this.limit = new MessageInflater.Limit(maxMessageBytes, type);
        this.inflater = inflater;
    }

    /**
     * Decodes the bytes of a buffer and changes its content.
     *
     * @return the index of the first byte that was not decoded; the caller passes it again with the bytes after it
     */
    public int decode(byte[] buffer, int from, int to, FrameListener listener) {
        int at = from;
        while ((at < to || held) && !finished && listener.wantsFrames()) {
            if (held) {
                inflateHeld(listener);
                continue;
            }
            int next = frameRemaining > 0
                    ? at + absorb(buffer, at, Math.min(frameRemaining, to - at), listener)
                    : nextFrame(buffer, at, to, listener);
            if (next == at) {
                break;
            }
            at = next;
        }
        return finished ? to : at;
    }

    /** Whether a complete message waits for another decision of the listener. It does not need further bytes. */
    public boolean isHolding() {
        return held;
    }

    /** Whether it is as a new one: nothing is incomplete, and it decodes what comes next, of whichever connection. */
    public boolean isAtRest() {
        return !inMessage && frameRemaining == 0 && message == null && !held && !discarding && !finished;
    }

    /**
     * Stops decoding and drops the incomplete message.
     *
     * @return the number of reserved bytes that this frees
     */
    public int finish() {
        finished = true;
        return letGo();
    }

    /**
     * Ignores all messages from now on; control frames are still reported.
     *
     * @return the number of reserved bytes that this frees
     */
    public int discardMessages() {
        discarding = true;
        return letGo();
    }

    private int letGo() {
        int reserved = message == null ? 0 : message.length;
        message = null;
        held = false;
        return reserved;
    }

    private void finish(FrameListener listener) {
        int reserved = finish();
        if (reserved > 0) {
            listener.release(reserved);
        }
    }

    private int nextFrame(byte[] buffer, int at, int to, FrameListener listener) {
        if (to - at < 2) {
            return at;
        }
        int first = buffer[at];
        int second = buffer[at + 1];
        if ((first & (inflater == null ? RESERVED : RESERVED - COMPRESSED)) != 0 || second >= 0) {
            return violation(CloseReason.PROTOCOL_ERROR, to, listener); // a bit of an extension, or no mask
        }
        int opcode = first & 0x0F;
        boolean fin = first < 0;
        return opcode >= Opcode.CLOSE
                ? controlFrame(opcode, fin, buffer, at, to, listener)
                : dataFrame(opcode, fin, buffer, at, to, listener);
    }

    private int dataFrame(int opcode, boolean fin, byte[] buffer, int at, int to, FrameListener listener) {
        boolean marked = (buffer[at] & COMPRESSED) != 0;
        if (opcode > Opcode.BINARY || inMessage != (opcode == Opcode.CONTINUATION) || (inMessage && marked)) {
            return violation(CloseReason.PROTOCOL_ERROR, to, listener);
        }
        if (opcode != Opcode.CONTINUATION && opcode != Opcode.of(limit.type())) {
            return violation(CloseReason.UNSUPPORTED_DATA, to, listener);
        }
        if (!inMessage) {
            compressed = marked;
        }
        int available = to - at;
        long length = buffer[at + 1] & 0x7F;
        int headerSize = 6;
        if (length == 126) {
            headerSize = 8;
            if (available < 4) {
                return at;
            }
            length = (short) SHORTS.get(buffer, at + 2) & 0xFFFF;
        } else if (length == 127) {
            headerSize = 14;
            if (available < 10) {
                return at;
            }
            length = (long) LONGS.get(buffer, at + 2);
            if (length < 0) {
                return violation(CloseReason.PROTOCOL_ERROR, to, listener);
            }
        }
        if (length > maxPayload() - messageLength) {
            return violation(CloseReason.MESSAGE_TOO_BIG, to, listener);
        }
        if (!discarding) {
            switch (listener.onMessageBegins(messageLength + length)) {
                case LEAVE -> {
                    return at;
                }
                case TOO_BIG -> {
                    return violation(CloseReason.MESSAGE_TOO_BIG, to, listener);
                }
                case READ -> {}
            }
        }
        if (available < headerSize) {
            return at;
        }
        int key = Masking.key(buffer, at + headerSize - 4);
        int start = at + headerSize;
        int arrived = (int) Math.min(length, to - start);
        if (fin && !inMessage && arrived == length) {
            if (discarding) {
                return start + arrived;
            }
            boolean ascii = Masking.unmask(buffer, start, arrived, key);
            if (compressed) {
                return inflate(buffer, start, arrived, listener) ? start + arrived : to;
            }
            if (!ascii && isText() && Utf8.check(Utf8.START, buffer, start, start + arrived) != Utf8.START) {
                return violation(CloseReason.INVALID_PAYLOAD, to, listener);
            }
            listener.onMessage(buffer, start, arrived);
            return start + arrived;
        }
        inMessage = true;
        lastFrame = fin;
        frameRemaining = (int) length;
        frameKey = key;
        return start + absorb(buffer, start, arrived, listener);
    }

    /** Adds a part of the current frame's payload, and delivers the message when it is complete. */
    private int absorb(byte[] buffer, int start, int count, FrameListener listener) {
        if (discarding) {
            return skip(count);
        }
        boolean ascii = Masking.unmask(buffer, start, count, frameKey);
        if (!compressed && isText() && (!ascii || utf8 != Utf8.START)) {
            utf8 = Utf8.check(utf8, buffer, start, start + count);
        }
        frameRemaining -= count;
        boolean complete = lastFrame && frameRemaining == 0;
        if (utf8 == Utf8.INVALID || (complete && utf8 != Utf8.START)) {
            violation(CloseReason.INVALID_PAYLOAD, 0, listener);
            return count;
        }
        frameKey = Masking.rotate(frameKey, count);
        byte[] whole = append(buffer, start, count, listener);
        if (whole == null) {
            violation(CloseReason.OVERLOAD, 0, listener);
        } else if (complete && compressed) {
            inMessage = false;
            inflateHeld(listener);
        } else if (complete) {
            int length = messageLength;
            message = null;
            messageLength = 0;
            inMessage = false;
            listener.onMessage(whole, 0, length);
            listener.release(whole.length);
        } else if (frameRemaining == 0) {
            listener.onFragment();
        }
        return count;
    }

    private boolean isText() {
        return limit.type() == MessageType.TEXT;
    }

    /** The longest payload of a message as it arrives; what cannot be compressed becomes a little longer. */
    private int maxPayload() {
        int most = limit.maxBytes();
        return compressed ? (int) Math.min(Integer.MAX_VALUE - 16, most + most / 8L + 64) : most;
    }

    /** Inflates the complete message in {@link #message}, which stays there when the listener leaves it. */
    private void inflateHeld(FrameListener listener) {
        byte[] whole = message == null ? NOTHING : message;
        held = false;
        if (inflate(whole, 0, messageLength, listener) && !held) {
            message = null;
            messageLength = 0;
            if (whole.length > 0) {
                listener.release(whole.length);
            }
        }
    }

    /** Inflates a complete message; false after a violation. */
    private boolean inflate(byte[] payload, int offset, int length, FrameListener listener) {
        Supplier<MessageInflater> own = inflater;
        MessageInflater.Outcome outcome = own == null
                ? MessageInflater.Outcome.INVALID
                : own.get().inflate(payload, offset, length, limit, listener);
        CloseReason fault = switch (outcome) {
            case DELIVERED -> null;
            case LEFT -> hold(payload, offset, length, listener) ? null : CloseReason.OVERLOAD;
            case TOO_BIG -> CloseReason.MESSAGE_TOO_BIG;
            case INVALID -> CloseReason.INVALID_PAYLOAD;
            case NOT_UTF8 -> CloseReason.INVALID_PAYLOAD;
            case NO_ROOM -> CloseReason.OVERLOAD;
        };
        if (fault != null) {
            violation(fault, 0, listener);
        }
        return fault == null;
    }

    /** Keeps a complete message; false when it cannot be reserved. */
    private boolean hold(byte[] payload, int offset, int length, FrameListener listener) {
        if (payload != message) {
            if (length > 0 && !listener.reserve(length)) {
                return false;
            }
            message = Arrays.copyOfRange(payload, offset, offset + length);
            messageLength = length;
        }
        held = true;
        return true;
    }

    private int skip(int count) {
        frameRemaining -= count;
        messageLength = 0;
        inMessage = !lastFrame || frameRemaining > 0;
        return count;
    }

    /** The message so far with the added bytes; null when they cannot be reserved. */
    private byte @Nullable [] append(byte[] buffer, int start, int count, FrameListener listener) {
        int needed = messageLength + count;
        byte[] target = message;
        int before = target == null ? 0 : target.length;
        if (target == null || before < needed) {
            // Grows with the arrived bytes, so that an announced length alone reserves nothing.
            int most = lastFrame ? needed + frameRemaining : target == null ? needed : maxPayload();
            int size = (int) Math.min(most, 2L * needed);
            if (size > before && !listener.reserve(size - before)) {
                return null;
            }
            target = target == null ? new byte[size] : Arrays.copyOf(target, size);
        }
        System.arraycopy(buffer, start, target, messageLength, count);
        message = target;
        messageLength = needed;
        return target;
    }

    private int controlFrame(int opcode, boolean fin, byte[] buffer, int at, int to, FrameListener listener) {
        int length = buffer[at + 1] & 0x7F;
        if (!fin || length > 125 || opcode > Opcode.PONG || (buffer[at] & COMPRESSED) != 0) {
            return violation(CloseReason.PROTOCOL_ERROR, to, listener);
        }
        int start = at + 6;
        if (to - start < length) {
            return at;
        }
        Masking.unmask(buffer, start, length, Masking.key(buffer, at + 2));
        switch (opcode) {
            case Opcode.PING -> listener.onPing(buffer, start, length);
            case Opcode.PONG -> listener.onPong();
            default -> closeFrame(buffer, start, length, listener);
        }
        return start + length;
    }

    private void closeFrame(byte[] buffer, int start, int length, FrameListener listener) {
        int code = length < 2 ? CloseCodes.NO_STATUS : (short) SHORTS.get(buffer, start) & 0xFFFF;
        if (length == 1 || (length > 1 && !CloseCodes.mayBeSent(code))) {
            violation(CloseReason.PROTOCOL_ERROR, 0, listener);
        } else if (length > 2 && Utf8.check(Utf8.START, buffer, start + 2, start + length) != Utf8.START) {
            violation(CloseReason.INVALID_PAYLOAD, 0, listener);
        } else {
            finish(listener);
            listener.onClose(code);
        }
    }

    private int violation(CloseReason reason, int to, FrameListener listener) {
        finish(listener);
        listener.onViolation(reason);
        return to;
    }
}
