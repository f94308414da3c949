package io.mychat.gateway.spi.chat;

/**
 * Names a stored message.
 *
 * @since 0.1.0
 */
public record MessageReference(ChatId chat, String messageId) {}
