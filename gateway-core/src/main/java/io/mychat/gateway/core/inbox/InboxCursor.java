package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to where a client has been sent its inbox, and what it knows of gaps. Written by the one worker that runs the
 * feed; {@link #epochOfSent}, {@link #hasTaken} and {@link #takenSince} may be called by any thread.
 */
final class InboxCursor {

    /** Entries were lost after the last sent one. */
    private enum Gap {
        NONE,
        /** The client does not know of it. */
        UNTOLD,
        /** The client got 4006; the next entry also carries the gap. */
        TOLD
    }

    private volatile long seq;
    private volatile String epoch = "";
    /**
     * The entry that the client is being sent: its acknowledgement may come before {@code seq} has reached it. At most
     * {@code seq} otherwise.
     */
    private volatile long offeredSeq;

    /** The client has been sent no entry before this one, and has said that it had none. */
    private volatile long firstSeq;
    /** When the message of the newest passed entry was sent, in milliseconds since 1970. */
    private volatile long newestAt;

    private Gap gap = Gap.NONE;
    /**
     * The client was told of a gap and has got no entry yet. Meanwhile a later entry may be the oldest one.
     */
    private boolean startsAtOldest;

    void startAt(ResumePoint from) {
        seq = from.fromSeq() - 1;
        firstSeq = from.known() ? 1 : from.fromSeq();
        epoch = from.epoch();
        startsAtOldest = from.gap();
    }

    long seq() {
        return seq;
    }

    String epoch() {
        return epoch;
    }

    boolean hasGap() {
        return gap != Gap.NONE;
    }

    boolean hasUntoldGap() {
        return gap == Gap.UNTOLD;
    }

    void gapTold() {
        gap = Gap.TOLD;
    }

    /**
     * The epoch in which the client has been sent everything up to this entry, or is being sent it; empty when it has
     * not.
     */
    Optional<String> epochOfSent(long inboxSeq) {
        // A new epoch is written after its number, and so read before it: an old number never goes with a new epoch.
        String of = epoch;
        return of.isEmpty() || inboxSeq > Math.max(seq, offeredSeq) ? Optional.empty() : Optional.of(of);
    }

    /** Whether the client has been sent this entry or has had it before. */
    boolean hasTaken(String inEpoch, long inboxSeq) {
        String of = epoch;
        return !of.isEmpty() && of.equals(inEpoch) && inboxSeq <= seq && inboxSeq >= firstSeq;
    }

    /** What the client has been sent or has had before, if a message since then is among it. */
    Optional<TakenEntries> takenSince(Instant since) {
        String of = epoch;
        long first = Math.max(1, firstSeq);
        long last = seq;
        return newestAt < since.toEpochMilli() || of.isEmpty() || last < first
                ? Optional.empty()
                : Optional.of(new TakenEntries(of, first, last));
    }

    /** Whether the arrival is the next entry or already sent; otherwise the store has to be read. */
    boolean covers(InboxArrival arrival) {
        return arrival.epoch().equals(epoch) && arrival.entry().inboxSeq() <= seq + 1;
    }

    /**
     * Adapts to the bounds of a page before its entries are sent. Delivery continues with the oldest existing entry.
     *
     * @return false when the page has another epoch than the cursor had, and has to be read again
     */
    boolean adaptTo(InboxPage page) {
        boolean sameEpoch = page.epoch().equals(epoch);
        if (!sameEpoch || (page.oldestSeq() > seq + 1 && !startsAtOldest)) {
            offeredSeq = 0;
            seq = page.oldestSeq() - 1;
            firstSeq = page.oldestSeq();
            startsAtOldest = true;
            gap = Gap.UNTOLD;
        }
        if (!sameEpoch) {
            epoch = page.epoch();
        }
        return sameEpoch;
    }

    /** Moves to the next existing entry. Entries before it may have been evicted early. */
    void reaches(InboxEntry entry) {
        if (entry.inboxSeq() > seq + 1 && !startsAtOldest && gap == Gap.NONE) {
            gap = Gap.UNTOLD;
        }
    }

    /** The client is about to be sent the entry. */
    void offers(InboxEntry entry) {
        offeredSeq = entry.inboxSeq();
    }

    /** The client has been sent the entry. */
    void sent() {
        gap = Gap.NONE;
    }

    /** The client has the entry. */
    void passed(InboxEntry entry) {
        newestAt = entry.message().timestamp().toEpochMilli();
        seq = entry.inboxSeq();
        startsAtOldest = false;
    }

    /** All that the client has not seen was evicted. */
    void allLost(InboxPage page) {
        seq = page.latestSeq();
        firstSeq = page.latestSeq() + 1;
        gap = Gap.UNTOLD;
    }
}
