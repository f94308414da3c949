package io.mychat.gateway.core.store;

/** A chat or an inbox, as what holds messages. */
interface MessageHolder {

    MessageRing tape();

    /** Takes a message out. */
    void remove(long number, StoredMessage message);
}
