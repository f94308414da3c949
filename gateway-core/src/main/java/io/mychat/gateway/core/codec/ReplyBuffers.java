package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.message.Reply;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that messages are encoded into on their way to the transport: one for the replies of each read that is under way, and
 * one for each delivery to a single session. Thread-safe;
 * a buffer belongs to the thread that has taken it.
 */
public final class ReplyBuffers {

    /** Threads that read sockets at a time; more of them make new buffers. */
    private static final int PLACES = 16;

    private static final int BUFFER_BYTES = 512;
    /** Longer replies, in characters of their data, have arrays of their own. */
    private static final int LONGEST_DATA = 1024;

    private static final int LARGEST_KEPT = 8192;

    private final AtomicReferenceArray<@Nullable PayloadBuffer> spare = new AtomicReferenceArray<>(PLACES);

    /** Whether a reply may share its buffer with later ones: codecs of others might go on writing into it. */
    public static boolean isFor(MessageCodec codec, Reply reply) {
        return codec instanceof JsonCodec && hasRoomFor(reply.data());
    }

    /** Whether a message with this text is short enough for a shared buffer. */
    static boolean hasRoomFor(String data) {
        return data.length() <= LONGEST_DATA;
    }

    /** An empty buffer, which {@link #giveBack} gets. */
    public PayloadBuffer take() {
        PayloadBuffer known = spare.getAndSet(place(), null);
        return known == null ? new PayloadBuffer(BUFFER_BYTES) : known;
    }

    public void giveBack(PayloadBuffer buffer) {
        if (buffer.reserve(0).length <= LARGEST_KEPT) {
            spare.set(place(), buffer);
        }
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
