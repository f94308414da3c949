package io.mychat.gateway.spi.chat;

import java.time.Instant;

/**
 * A stored message.
 *
 * @param chatSeq position in the chat, without gaps, from 1
 * @since 0.1.0
 */
public record ChatMessage(
        String messageId,
        ChatId chatId,
        long chatSeq,
        String fromUser,
        String toUser,
        String content,
        Instant timestamp) {

    /** Without the content: listeners get messages in events, and an event that is logged must not show it. */
    @Override
    public String toString() {
        return "ChatMessage[messageId=" + messageId + ", chatId=" + chatId + ", chatSeq=" + chatSeq + ", fromUser="
                + fromUser + ", toUser=" + toUser + ", timestamp=" + timestamp + "]";
    }
}
