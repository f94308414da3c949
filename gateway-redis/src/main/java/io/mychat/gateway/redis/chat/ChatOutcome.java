package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.spi.chat.ChatMessage;
import java.util.List;

/** The decision of the chat's script about a message. */
sealed interface ChatOutcome {

    /** The pending messages that are to be delivered before the answer to the sender, in order. */
    default List<UndeliveredMessage> open() {
        return List.of();
    }

    /**
     * It is in the chat.
     *
     * @param open the pending messages to deliver, in order: earlier ones, then this one unless it is delivered
     */
    record Stored(ChatMessage message, List<UndeliveredMessage> open) implements ChatOutcome {}

    /** @param open the pending messages to deliver before the answer to the sender; empty when all are delivered */
    record Duplicate(ChatMessage original, List<UndeliveredMessage> open) implements ChatOutcome {}

    record ClientMsgIdReused() implements ChatOutcome {}

    /** Too many messages of this sender stand open here; nothing was stored. */
    record Backlog() implements ChatOutcome {}
}
