package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.transport.SharedPayload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A notice on the way to any number of connections: encoded once for each codec among them, when its first receiver needs
 * it. Thread-safe: this object's lock guards the encoded forms.
 */
public final class ServerMessage {

    /** What a notice usually has besides its data, in bytes. */
    private static final int ENVELOPE_ROOM = 112;

    /** Null: it is {@link #delivered}. */
    private final @Nullable Notice notice;

    private final @Nullable DeliveredMessage delivered;
    private @Nullable Encoded first;

    /** The message in the form of one codec, and the other forms. */
    private record Encoded(
            MessageCodec codec,
            SharedPayload payload,
            @Nullable Encoded next) {}

    public ServerMessage(Notice notice) {
        this.notice = notice;
        this.delivered = null;
    }

    public ServerMessage(DeliveredMessage message) {
        this.notice = null;
        this.delivered = message;
    }

    /**
     * The bytes that a message usually takes: JSON inside JSON grows by its quotes.
     *
     * @param envelope the bytes besides its data
     */
    public static int roomFor(String data, int envelope) {
        return envelope + data.length() + data.length() / 4;
    }

    /** The payload for connections with this codec, which share it. */
    public synchronized SharedPayload encoded(MessageCodec codec) {
        for (Encoded known = first; known != null; known = known.next()) {
            if (known.codec() == codec) {
                return known.payload();
            }
        }
        SharedPayload payload = new SharedPayload(encode(codec).toByteArray());
        first = new Encoded(codec, payload, first);
        return payload;
    }

    /**
     * Encodes the message for a connection that alone gets it, into a buffer that is used again.
     *
     * @return whether it did; otherwise the message has to be {@link #encoded}
     */
    public boolean copyInto(PayloadBuffer into, MessageCodec codec) {
        DeliveredMessage message = delivered;
        if (message == null || !(codec instanceof JsonCodec json) || !ReplyBuffers.hasRoomFor(message.content())) {
            return false;
        }
        into.clear();
        json.encode(message, into);
        return true;
    }

    /** The bytes of the {@link #encoded} message. */
    public int lengthIn(MessageCodec codec) {
        DeliveredMessage message = delivered;
        return message != null && codec instanceof JsonCodec
                ? MessageEncoder.lengthOf(message)
                : encoded(codec).bytes().length;
    }

    private PayloadBuffer encode(MessageCodec codec) {
        DeliveredMessage message = delivered;
        if (message != null && codec instanceof JsonCodec json) {
            PayloadBuffer into = new PayloadBuffer(0);
            json.encode(message, into);
            return into;
        }
        Notice any = message == null ? Objects.requireNonNull(notice) : message.notice();
        PayloadBuffer into = new PayloadBuffer(roomFor(any.data(), ENVELOPE_ROOM));
        codec.encode(any, into);
        return into;
    }
}
