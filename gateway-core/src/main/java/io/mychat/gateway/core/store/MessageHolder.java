package io.mychat.gateway.core.store;

/** A holder of messages: a chat or an inbox. */
interface MessageHolder {

    /** Its number in {@link MessagePlaces}. */
    int number();

    SlotRing tape();

    /** Removes a message, given by its number here and its slot. */
    void remove(long number, int slot);
}
