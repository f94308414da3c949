package io.mychat.gateway.core.store;

/** The bound that caused an early eviction from the store. */
enum Eviction {
    /** A chat had too many messages. */
    CHAT_FULL,
    /** An inbox had too many messages. */
    INBOX_FULL,
    /** The store was full, and a message was evicted for a newer one of the same sender. */
    STORE_FULL_OWN,
    /** The store was full, and a message of the largest sender was evicted for another sender. */
    STORE_FULL,
    TOO_MANY_CHATS,
    TOO_MANY_INBOXES
}
