package io.mychat.gateway.spi.chat;

import java.util.List;

/**
 * A part of a chat's history.
 *
 * @param messages newest last
 * @param hasMore whether there are older messages
 * @since 0.1.0
 */
public record HistoryPage(List<ChatMessage> messages, boolean hasMore) {}
