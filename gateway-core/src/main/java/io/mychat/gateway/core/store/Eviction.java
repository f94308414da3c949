package io.mychat.gateway.core.store;

/** Which bound of a store made something go before its time. */
enum Eviction {
    /** A message left its chat. */
    CHAT_FULL,
    /** A message left an inbox. */
    INBOX_FULL,
    /** A message left the store for a newer one of its sender. */
    STORE_FULL_OWN,
    /** A message of the sender who holds most left the store for somebody else's. */
    STORE_FULL,
    TOO_MANY_CHATS,
    TOO_MANY_INBOXES
}
