package io.mychat.gateway.spi.chat;

/**
 * Hears that something has entered an inbox. What it hears is a hint: it may be lost, doubled, late or out of order, and
 * the store has the truth. Must not block. What it throws is logged by the store and harms nobody: neither the sender nor
 * another receiver.
 */
public interface InboxListener {

    /** @param epoch the epoch of the inbox that {@code entry} stands in */
    void onArrived(String userId, String epoch, InboxEntry entry);

    /** Something may have entered this user's inbox, or the inbox has another epoch: it is to be looked at. */
    default void mayHaveArrived(String userId) {
        onHintsLost();
    }

    /** Hints may have been lost: every inbox that somebody waits for is to be looked at. */
    void onHintsLost();
}
