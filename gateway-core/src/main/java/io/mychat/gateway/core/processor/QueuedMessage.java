package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.Decoded;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message of a session on its way, in its turn. */
sealed interface QueuedMessage {

    /** What it weighs while it waits, in bytes. */
    int bytes();

    /**
     * A message whose answer is known already and only waits for its turn.
     *
     * @param then why the connection is closed after the answer, or null
     * @param uncounted how many bytes of the message its user's quota has still to count; 0: it does not count there
     */
    record Answer(Decoded request, Reply reply, @Nullable CloseReason then, int uncounted, Instant receivedAt)
            implements QueuedMessage {
        @Override
        public int bytes() {
            return 64;
        }
    }

    /** A message to handle. Whether the session may send it is decided when it is its turn. */
    record Command(Decoded.Envelope envelope, Instant receivedAt) implements QueuedMessage {

        @Override
        public int bytes() {
            return envelope.bytes();
        }

        /** As a handler sees it. */
        UnifiedMessage message(String sessionId, @Nullable Session session) {
            return new UnifiedMessage(
                    envelope.cmdId(),
                    sessionId,
                    session == null ? "" : session.userId(),
                    envelope.data(),
                    session == null ? envelope.platform() : session.device().platform(),
                    receivedAt,
                    envelope.requestId());
        }

        /** What is left of it when it may not even wait to be handled. */
        Answer refused(Reply reply) {
            return new Answer(envelope, reply, null, 0, receivedAt);
        }
    }
}
