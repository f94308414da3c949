package io.mychat.gateway.core.inbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The arrivals of a feed that are not yet sent: a few arrivals in order, or only the mark that the store has to be
 * read. Guarded by the feed's lock.
 */
final class PendingArrivals {

    /** More than that are read from the store. */
    private static final int MOST = 16;

    /** The next one: nearly always the only one. */
    private @Nullable InboxArrival first;

    private @Nullable Deque<InboxArrival> others;
    private boolean readStore;

    void add(InboxArrival arrival) {
        if (readStore) {
            return;
        }
        if (first == null) {
            first = arrival;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>(1);
        }
        if (others.size() + 1 == MOST) {
            readStore();
        } else {
            others.add(arrival);
        }
    }

    /** The store has to be read, which finds everything. */
    void readStore() {
        readStore = true;
        first = null;
        others = null;
    }

    boolean isEmpty() {
        return !readStore && first == null;
    }

    /** The next arrival, which stays; null: there is none, or the store has to be read. */
    @Nullable
    InboxArrival peek() {
        return readStore ? null : first;
    }

    /** Takes the next arrival; null: the store has to be read. */
    @Nullable
    InboxArrival poll() {
        if (readStore) {
            readStore = false;
            return null;
        }
        InboxArrival next = first;
        first = others == null ? null : others.poll();
        return next;
    }
}
