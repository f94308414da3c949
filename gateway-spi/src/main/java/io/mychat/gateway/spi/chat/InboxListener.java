package io.mychat.gateway.spi.chat;

/**
 * Is notified of new entries in inboxes. A notification is a hint: it may be lost, duplicated, late or out of order;
 * only the store is authoritative. Must not block. The store logs an exception of the listener; neither the sender nor
 * another receiver notices it.
 *
 * @since 0.1.0
 */
public interface InboxListener {

    /** @param epoch the epoch of the inbox that holds {@code entry} */
    void onArrived(String userId, String epoch, InboxEntry entry);

    /** This user's inbox may have a new entry or a new epoch: the receiver has to read it. */
    default void mayHaveArrived(String userId) {
        onHintsLost();
    }

    /** Hints may have been lost: the receiver has to read every inbox of its live sessions. */
    void onHintsLost();
}
