package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One message of a session that has the turn or waits for it. */
sealed interface QueuedMessage {

    /** The bytes that the message holds while it waits. */
    int bytes();

    /**
     * A message whose answer is known already and waits for the message's turn.
     *
     * @param then the reason for closing the connection after the answer, or null
     * @param uncounted the bytes of the message that its user's quota has yet to count; 0: the quota does not count it
     */
    record Answer(
            DecodedMessage request, Reply reply, @Nullable CloseReason then, int uncounted, Instant receivedAt)
            implements QueuedMessage {
        @Override
        public int bytes() {
            return 64;
        }
    }

    /**
     * A message to handle. The gate decides about it when it has the turn.
     *
     * @param batch the read that has brought it, for as long as that lasts; null: it came alone, or not from the client
     * @param host takes the reply in place of the client, when the host application sent the message; else null
     */
    record Request(
            DecodedMessage.Envelope envelope,
            Instant receivedAt,
            @Nullable ReadBatch batch,
            @Nullable Consumer<Reply> host)
            implements QueuedMessage {

        static Request of(DecodedMessage.Envelope envelope, Instant receivedAt, @Nullable ReadBatch batch) {
            return new Request(envelope, receivedAt, batch, null);
        }

        static Request ofHost(DecodedMessage.Envelope envelope, Instant receivedAt, Consumer<Reply> host) {
            return new Request(envelope, receivedAt, null, host);
        }

        @Override
        public int bytes() {
            return envelope.bytes();
        }

        /** The message in the form that handlers get. */
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

        /** The message with a refusal as its answer, when there is no place for it to wait. */
        Answer refused(Reply reply) {
            return new Answer(envelope, reply, null, 0, receivedAt);
        }
    }
}
