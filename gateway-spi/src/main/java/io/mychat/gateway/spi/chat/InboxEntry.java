package io.mychat.gateway.spi.chat;

/**
 * A message in one user's inbox.
 *
 * @param inboxSeq position in the inbox, from 1, greater by one for each new entry
 * @param originSession the session that sent the message
 * @since 0.1.0
 */
public record InboxEntry(long inboxSeq, ChatMessage message, String originSession) {}
