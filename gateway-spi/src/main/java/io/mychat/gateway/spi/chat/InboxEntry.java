package io.mychat.gateway.spi.chat;

/**
 * A message in one user's inbox.
 *
 * @param inboxSeq counts up by one in its inbox, from 1
 * @param originSession the session that sent it
 */
public record InboxEntry(long inboxSeq, ChatMessage message, String originSession) {}
