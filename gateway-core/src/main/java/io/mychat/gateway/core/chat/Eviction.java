package io.mychat.gateway.core.chat;

/** Which bound of a store made something go before its time. */
enum Eviction {
    /** A message left its chat. */
    CHAT_FULL,
    /** A message left an inbox. */
    INBOX_FULL,
    /** A message left the store. */
    STORE_FULL,
    TOO_MANY_CHATS,
    TOO_MANY_INBOXES
}
