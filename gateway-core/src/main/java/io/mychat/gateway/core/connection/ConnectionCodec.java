package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The codec of one connection, with the encoder of its replies once it is bound. Thread-safe. */
final class ConnectionCodec {

    /** What a reply usually has besides its data, in bytes. */
    private static final int ENVELOPE_ROOM = 224;

    private final MessageCodec codec;
    private final String sessionId;
    private volatile @Nullable ReplyEncoder bound;

    ConnectionCodec(MessageCodec codec, String sessionId) {
        this.codec = codec;
        this.sessionId = sessionId;
    }

    MessageCodec codec() {
        return codec;
    }

    /** @param session the session of the connection, or null */
    byte[] reply(@Nullable Session session, long cmdId, @Nullable RequestId requestId, Reply reply, Instant at) {
        PayloadBuffer into = new PayloadBuffer(ServerMessage.roomFor(reply.data(), ENVELOPE_ROOM));
        encoder(session).encode(cmdId, requestId, reply, at, into);
        return into.toByteArray();
    }

    private ReplyEncoder encoder(@Nullable Session session) {
        ReplyEncoder known = bound;
        if (known != null) {
            return known;
        }
        if (session == null) {
            return codec.replies(new ReplyIdentity(sessionId, "", ""));
        }
        known = codec.replies(
                new ReplyIdentity(sessionId, session.userId(), session.device().platform()));
        bound = known;
        return known;
    }
}
