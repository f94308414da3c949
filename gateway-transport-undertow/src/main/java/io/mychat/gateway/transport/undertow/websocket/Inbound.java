package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.transport.undertow.frame.FrameDecoder;
import io.mychat.gateway.transport.undertow.frame.FrameListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The receiving half of a connection: from the socket through the loop's buffer into the decoder. Keeps only what is
 * incomplete, or what had been read when the receiver asked for a pause. Belongs to the I/O thread.
 */
final class Inbound {

    /** How many full buffers one connection may fill before others have their turn. */
    private static final int MAX_READS = 8;

    private final StreamSourceConduit source;
    private final boolean buffered;
    private final FrameDecoder decoder;
    private byte @Nullable [] remainder;

    /**
     * @param buffered whether the source may hold more than the socket shows (TLS), so that it must be read until it is empty
     * @param early what the client sent behind its handshake
     */
    Inbound(StreamSourceConduit source, boolean buffered, int maxMessageBytes, byte[] early) {
        this.source = source;
        this.buffered = buffered;
        this.decoder = new FrameDecoder(maxMessageBytes);
        this.remainder = early.length == 0 ? null : early;
    }

    /**
     * Reads and decodes what there is while the listener wants it.
     *
     * @param readSize the most bytes to read at once
     * @return false when the peer has ended its half
     */
    boolean read(IoLoop loop, int readSize, FrameListener listener) throws IOException {
        if (remainder != null && remainder.length > FrameDecoder.MAX_REMAINDER) {
            replay(listener);
        }
        for (int i = 0; i < MAX_READS && listener.wantsFrames(); i++) {
            ByteBuffer buffer = loop.readBuffer(remainder, readSize);
            int count = source.read(buffer);
            if (count <= 0) {
                return count == 0;
            }
            loop.received(count);
            decode(loop.readBytes(), buffer.position(), listener);
            if (buffer.hasRemaining() && !buffered) {
                break; // a short read: the socket is empty
            }
        }
        return true;
    }

    /** Decodes what is kept, as far as the listener wants it. */
    void replay(FrameListener listener) {
        byte[] kept = remainder;
        if (kept != null) {
            decode(kept, kept.length, listener);
        }
    }

    void resume() {
        if (buffered) {
            source.wakeupReads();
        } else {
            source.resumeReads();
        }
    }

    void suspend() {
        source.suspendReads();
    }

    /** Reserves room for what came with the handshake. */
    void countEarly(FrameListener listener) {
        if (remainder != null && !listener.reserve(remainder.length)) {
            noRoom(listener);
        }
    }

    /** Keeps no message any more, neither what there is of one nor those that come; looks for control frames only. */
    void discardMessages(FrameListener listener) {
        int reserved = decoder.discardMessages();
        if (reserved > 0) {
            listener.release(reserved);
        }
    }

    /** Lets go of everything that is kept. */
    void release(FrameListener listener) {
        int reserved = decoder.finish() + (remainder == null ? 0 : remainder.length);
        remainder = null;
        if (reserved > 0) {
            listener.release(reserved);
        }
    }

    private void decode(byte[] bytes, int length, FrameListener listener) {
        int at = decoder.decode(bytes, 0, length, listener);
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
        decoder.finish();
        listener.onViolation(CloseReason.OVERLOAD);
    }
}
