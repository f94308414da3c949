package io.mychat.gateway.core.security.anomaly;

import org.jspecify.annotations.Nullable;

/**
 * What one user or address has done since its window began: how often. It is its own place in a {@link TrackedWindows}, since
 * there may be one for each login of the last minutes. Not thread-safe.
 */
class OccurrenceWindow {

    final String whose;

    // Of TrackedWindows: the chain of its bucket, and the order of use.
    @Nullable
    OccurrenceWindow nextInBucket;

    @Nullable
    OccurrenceWindow older;

    @Nullable
    OccurrenceWindow newer;

    private long begin;
    /** Negative once it was reported. */
    private int count;

    OccurrenceWindow(String whose, long begin) {
        this.whose = whose;
        this.begin = begin;
    }

    boolean hasEnded(long now, long windowNanos) {
        return now - begin >= windowNanos;
    }

    /** Begins again, with nothing counted. */
    void restart(long now) {
        begin = now;
        count = 0;
    }

    /** Counts one occurrence; the result is true once, when there are more than {@code limit}. */
    boolean add(int limit) {
        if (count < 0) {
            count = Math.max(-Integer.MAX_VALUE, count - 1);
            return false;
        }
        count++;
        if (count <= limit) {
            return false;
        }
        count = -count;
        return true;
    }

    int count() {
        return Math.abs(count);
    }
}
