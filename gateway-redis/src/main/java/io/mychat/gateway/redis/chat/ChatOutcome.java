package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.spi.chat.ChatMessage;
import java.util.List;

/** The decision of the chat's script about a message. */
sealed interface ChatOutcome {

    /**
     * It is in the chat.
     *
     * @param open what is to be delivered, in this order: what stood open before it, then itself unless it is delivered
     */
    record Stored(ChatMessage message, List<UndeliveredMessage> open) implements ChatOutcome {}

    /** @param open what is to be delivered before the sender may be told so; empty when all is done */
    record Duplicate(ChatMessage original, List<UndeliveredMessage> open) implements ChatOutcome {}

    record ClientMsgIdReused() implements ChatOutcome {}

    /** Too many messages of this sender stand open here; nothing was stored. */
    record Backlog() implements ChatOutcome {}
}
