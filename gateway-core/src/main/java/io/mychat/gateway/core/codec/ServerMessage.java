package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.transport.SharedPayload;
import org.jspecify.annotations.Nullable;

/**
 * A notice on the way to any number of connections: encoded once for each codec among them, when its first receiver needs
 * it. Thread-safe: this object's lock guards the encoded forms.
 */
public final class ServerMessage {

    /** What a notice usually has besides its data, in bytes. */
    private static final int ENVELOPE_ROOM = 112;

    private final Notice notice;
    private @Nullable Encoded first;

    /** The message in the form of one codec, and the other forms. */
    private record Encoded(
            MessageCodec codec,
            SharedPayload payload,
            @Nullable Encoded next) {}

    public ServerMessage(Notice notice) {
        this.notice = notice;
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
        PayloadBuffer into = new PayloadBuffer(roomFor(notice.data(), ENVELOPE_ROOM));
        codec.encode(notice, into);
        SharedPayload payload = new SharedPayload(into.toByteArray());
        first = new Encoded(codec, payload, first);
        return payload;
    }
}
