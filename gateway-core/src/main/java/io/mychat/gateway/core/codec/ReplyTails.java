package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.message.Reply;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a reply, from its data on, when many connections get the same one within a millisecond: heartbeats, and commands that
 * answer with nothing but their success. Thread-safe.
 */
final class ReplyTails {

    /**
     * The longest data of a reply that is looked for, in characters: replies to sent messages are longer, and all different. To
     * note each of them would cost the collector more than is gained.
     */
    private static final int LONGEST = 64;

    private volatile @Nullable Tail latest;
    /** What was encoded last: only a reply that comes twice in a row is kept. Without a lock: a lost note costs one encoding. */
    private @Nullable Reply previous;

    private record Tail(Reply reply, long millis, byte[] bytes) {}

    /** The end of this reply; null: it has to be encoded. */
    @SuppressWarnings("ReferenceEquality") // an equal reply of another request is not looked for
    byte @Nullable [] known(Reply reply, Instant at) {
        Tail tail = latest;
        return tail != null && tail.reply() == reply && tail.millis() == at.toEpochMilli() ? tail.bytes() : null;
    }

    /**
     * Notes a reply that was encoded.
     *
     * @param begin where its end begins
     */
    @SuppressWarnings("ReferenceEquality") // as above
    void note(Reply reply, Instant at, PayloadBuffer encoded, int begin) {
        if (reply.data().length() > LONGEST) {
            return;
        }
        if (previous != reply) {
            previous = reply;
            return;
        }
        byte[] bytes = encoded.reserve(0);
        latest = new Tail(reply, at.toEpochMilli(), Arrays.copyOfRange(bytes, begin, encoded.length()));
    }
}
