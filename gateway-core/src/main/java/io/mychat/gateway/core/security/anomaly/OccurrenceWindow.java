package io.mychat.gateway.core.security.anomaly;

import java.util.Arrays;

/**
 * What one user or address has done since its window began: how often, or how many different things. Not thread-safe.
 * Different things are remembered by a hash of 64 bits, up to one more than are normal.
 */
final class OccurrenceWindow {

    private final long begin;
    private long count;
    private long[] seen = new long[4];
    private boolean isReported;

    OccurrenceWindow(long begin) {
        this.begin = begin;
    }

    boolean hasEnded(long now, long windowNanos) {
        return now - begin >= windowNanos;
    }

    /** Counts one occurrence; the result is true once, when there are more than {@code limit}. */
    boolean add(int limit) {
        count++;
        return report(limit);
    }

    /** As {@link #add(int)}, for a thing that counts once. */
    boolean add(long thing, int limit) {
        if (count > limit) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (seen[i] == thing) {
                return false;
            }
        }
        if (count == seen.length) {
            seen = Arrays.copyOf(seen, seen.length * 2);
        }
        seen[(int) count] = thing;
        return add(limit);
    }

    private boolean report(int limit) {
        if (isReported || count <= limit) {
            return false;
        }
        isReported = true;
        return true;
    }

    long count() {
        return count;
    }
}
