package io.mychat.gateway.core.event;

/**
 * The entries of a user's inbox that a session had taken when it ended.
 *
 * @param epoch the numbering that the numbers belong to
 * @param fromSeq the first one
 * @param toSeq the last one
 */
public record TakenEntries(String epoch, long fromSeq, long toSeq) {

    public TakenEntries {
        if (epoch.isEmpty() || fromSeq < 1 || toSeq < fromSeq) {
            throw new IllegalArgumentException("no entries: " + epoch + " " + fromSeq + " to " + toSeq);
        }
    }

    /** Whether this entry is among them. */
    public boolean contains(String inEpoch, long inboxSeq) {
        return epoch.equals(inEpoch) && inboxSeq >= fromSeq && inboxSeq <= toSeq;
    }
}
