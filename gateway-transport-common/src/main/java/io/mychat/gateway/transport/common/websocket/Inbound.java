package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.transport.common.frame.FrameDecoder;
import io.mychat.gateway.transport.common.frame.FrameDecoders;
import io.mychat.gateway.transport.common.frame.FrameListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: from the socket through the buffer of the loop into the decoder. It buffers only
 * incomplete messages, and input that was read before the receiver suspended. Used on the I/O thread only.
 */
final class Inbound {

    /** The number of full buffers that a connection may read before other connections have their turn. */
    private static final int MAX_READS = 8;

    private static final byte[] NOTHING = {};

    private final ByteStream stream;
    private final FrameDecoders decoders;
    /** Null while nothing is incomplete, and between two reads. */
    private @Nullable FrameDecoder decoder;

    private byte @Nullable [] remainder;

    /** @param early the bytes that the client sent after its handshake */
    Inbound(ByteStream stream, FrameDecoders decoders, byte[] early) {
        this.stream = stream;
        this.decoders = decoders;
        this.remainder = early.length == 0 ? null : early;
    }

    /**
     * Reads and decodes available input while the listener wants frames.
     *
     * @param readSize the largest number of bytes to read at once
     * @return false when the peer has shut down its output
     */
    boolean read(IoLoop loop, int readSize, FrameListener listener) throws IOException {
        if (isHolding() || (remainder != null && remainder.length > FrameDecoder.MAX_REMAINDER)) {
            replay(listener);
        }
        for (int i = 0; i < MAX_READS && listener.wantsFrames(); i++) {
            ByteBuffer buffer = loop.readBuffer(remainder, readSize);
            int count = stream.read(buffer);
            if (count <= 0) {
                return count == 0;
            }
            loop.received(count);
            decode(loop.readBytes(), buffer.position(), listener);
            if (buffer.hasRemaining() && !stream.hasRecords()) {
                break; // a short read: the socket is empty
            }
        }
        return true;
    }

    /** Decodes buffered input while the listener wants frames. */
    void replay(FrameListener listener) {
        byte[] kept = remainder;
        if (kept != null) {
            decode(kept, kept.length, listener);
        } else if (isHolding()) {
            decode(NOTHING, 0, listener);
        }
    }

    void resume() {
        stream.resumeReads();
    }

    void suspend() {
        stream.suspendReads();
    }

    /** Reserves the bytes that came with the handshake. */
    void countEarly(FrameListener listener) {
        if (remainder != null && !listener.reserve(remainder.length)) {
            noRoom(listener);
        }
    }

    /** Drops the incomplete message and all further ones; only control frames are still processed. */
    void discardMessages(FrameListener listener) {
        int reserved = decoder().discardMessages();
        if (reserved > 0) {
            listener.release(reserved);
        }
    }

    /** Drops all buffered input. */
    void release(FrameListener listener) {
        int reserved = decoder().finish() + (remainder == null ? 0 : remainder.length);
        remainder = null;
        if (reserved > 0) {
            listener.release(reserved);
        }
    }

    private boolean isHolding() {
        return decoder != null && decoder.isHolding();
    }

    private FrameDecoder decoder() {
        FrameDecoder own = decoder;
        if (own == null) {
            own = decoders.take();
            decoder = own;
        }
        return own;
    }

    private void decode(byte[] bytes, int length, FrameListener listener) {
        FrameDecoder own = decoder();
        listener.onReadBegins();
        int at = own.decode(bytes, 0, length, listener);
        listener.onReadEnds();
        if (own.isAtRest()) {
            decoder = null;
            decoders.giveBack(own);
        }
        int before = remainder == null ? 0 : remainder.length;
        int left = length - at;
        if (left < before) {
            listener.release(before - left);
        } else if (left > before && !listener.reserve(left - before)) {
            if (before > 0) {
                listener.release(before);
            }
            noRoom(listener);
            return;
        }
        remainder = left == 0 ? null : Arrays.copyOfRange(bytes, at, length);
    }

    private void noRoom(FrameListener listener) {
        remainder = null;
        discardMessages(listener);
        int unused = decoder().finish();
        listener.onViolation(CloseReason.OVERLOAD);
    }
}
