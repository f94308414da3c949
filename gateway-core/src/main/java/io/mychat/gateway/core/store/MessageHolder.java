package io.mychat.gateway.core.store;

/** A holder of messages: a chat or an inbox. */
interface MessageHolder {

    MessageRing tape();

    /** Removes a message. */
    void remove(long number, StoredMessage message);
}
