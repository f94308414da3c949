package io.mychat.gateway.core.security.anomaly;

import org.jspecify.annotations.Nullable;

/**
 * A bounded table of windows by their users or addresses. Beyond the bound the one that was silent for longest is forgotten.
 * The windows themselves are the entries: the maps of the JDK would take as much again. Not thread-safe.
 */
final class TrackedWindows {

    private static final int SMALLEST = 16;

    private final int bound;
    private @Nullable OccurrenceWindow[] buckets = new OccurrenceWindow[SMALLEST];
    private @Nullable OccurrenceWindow oldest;
    private @Nullable OccurrenceWindow newest;
    private int size;

    /** @param bound at least 1 */
    TrackedWindows(int bound) {
        this.bound = bound;
    }

    int size() {
        return size;
    }

    /** The window of a user or address, which is the last to be forgotten from now on; null: there is none. */
    @Nullable
    OccurrenceWindow use(String whose) {
        OccurrenceWindow at = buckets[bucket(whose)];
        while (at != null && !at.whose.equals(whose)) {
            at = at.nextInBucket;
        }
        if (at != null && at != newest) {
            leaveOrder(at);
            joinOrder(at);
        }
        return at;
    }

    /** Adds a window for one that has none. */
    void add(OccurrenceWindow added) {
        OccurrenceWindow forgotten = oldest;
        if (size >= bound && forgotten != null) {
            remove(forgotten);
        }
        if (size >= buckets.length) {
            grow();
        }
        chain(added);
        joinOrder(added);
        size++;
    }

    private void remove(OccurrenceWindow gone) {
        leaveOrder(gone);
        int bucket = bucket(gone.whose);
        OccurrenceWindow at = buckets[bucket];
        if (at == gone) {
            buckets[bucket] = gone.nextInBucket;
        } else {
            while (at != null && at.nextInBucket != gone) {
                at = at.nextInBucket;
            }
            if (at != null) {
                at.nextInBucket = gone.nextInBucket;
            }
        }
        gone.nextInBucket = null;
        size--;
    }

    private void grow() {
        buckets = new OccurrenceWindow[buckets.length * 2];
        for (OccurrenceWindow each = oldest; each != null; each = each.newer) {
            chain(each);
        }
    }

    private void chain(OccurrenceWindow window) {
        int bucket = bucket(window.whose);
        window.nextInBucket = buckets[bucket];
        buckets[bucket] = window;
    }

    private void joinOrder(OccurrenceWindow window) {
        OccurrenceWindow before = newest;
        window.older = before;
        if (before == null) {
            oldest = window;
        } else {
            before.newer = window;
        }
        newest = window;
    }

    private void leaveOrder(OccurrenceWindow window) {
        OccurrenceWindow before = window.older;
        OccurrenceWindow after = window.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        window.older = null;
        window.newer = null;
    }

    /** The stripe took other bits of the hash; user ids of one prefix differ in the lowest ones. */
    private int bucket(String whose) {
        int hash = whose.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) & (buckets.length - 1);
    }
}
