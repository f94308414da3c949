package io.mychat.gateway.transport.common.frame;

import io.mychat.gateway.spi.transport.MessageType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decoders of connections of one kind on one thread. A connection needs one only while it reads, and keeps it only while
 * something is incomplete. Not thread-safe.
 */
public final class FrameDecoders {

    private final int maxMessageBytes;
    private final MessageType type;
    private final @Nullable Supplier<MessageInflater> inflater;
    /** Connections read one after the other, so that one is enough. */
    private @Nullable FrameDecoder spare;

    /** The parameters are those of {@link FrameDecoder#FrameDecoder(int, MessageType, Supplier)}. */
    public FrameDecoders(int maxMessageBytes, MessageType type, @Nullable Supplier<MessageInflater> inflater) {
        this.maxMessageBytes = maxMessageBytes;
        this.type = type;
        this.inflater = inflater;
    }

    /** A decoder that has decoded nothing, or only whole messages. */
    public FrameDecoder take() {
        FrameDecoder taken = spare;
        spare = null;
        return taken == null ? new FrameDecoder(maxMessageBytes, type, inflater) : taken;
    }

    /** Gives a decoder back that {@linkplain FrameDecoder#isAtRest() is at rest}. */
    public void giveBack(FrameDecoder decoder) {
        spare = decoder;
    }
}
