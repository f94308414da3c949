package io.mychat.gateway.spi.chat;

/** Names a stored message. */
public record MessageReference(ChatId chat, String messageId) {}
