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

    private @Nullable Deque<InboxArrival> arrivals;
    private boolean readStore;

    void add(InboxArrival arrival) {
        if (readStore) {
            return;
        }
        if (arrivals == null) {
            arrivals = new ArrayDeque<>(1);
        }
        if (arrivals.size() == MOST) {
            readStore();
        } else {
            arrivals.add(arrival);
        }
    }

    /** The store has to be read, which finds everything. */
    void readStore() {
        readStore = true;
        if (arrivals != null) {
            arrivals.clear();
        }
    }

    boolean isEmpty() {
        return !readStore && (arrivals == null || arrivals.isEmpty());
    }

    /** The next arrival, which stays; null: there is none, or the store has to be read. */
    @Nullable
    InboxArrival peek() {
        return readStore || arrivals == null ? null : arrivals.peek();
    }

    /** Takes the next arrival; null: the store has to be read. */
    @Nullable
    InboxArrival poll() {
        if (readStore || arrivals == null) {
            readStore = false;
            return null;
        }
        return arrivals.poll();
    }
}
