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
        Instant timestamp) {}
