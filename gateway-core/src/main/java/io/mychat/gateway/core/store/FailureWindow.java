package io.mychat.gateway.core.store;

import java.util.concurrent.TimeUnit;

/**
 * Counts the failures of the last minute, in slots of five seconds. The count covers the minute and at most one slot
 * more. Guarded by the owner's lock.
 */
final class FailureWindow {

    static final long SLOT = TimeUnit.SECONDS.toNanos(5);
    /** The slots of one minute, and the current one. */
    private static final int SLOTS = 13;

    private final short[] counts = new short[SLOTS];
    private long newest;

    /**
     * @param tick the time in slots
     */
    FailureWindow(long tick) {
        this.newest = tick;
    }

    void add(long tick) {
        advance(tick);
        counts[(int) Math.floorMod(tick, (long) SLOTS)]++;
    }

    int count(long tick) {
        advance(tick);
        int sum = 0;
        for (short count : counts) {
            sum += count;
        }
        return sum;
    }

    /** The number of slots until the count is below {@code limit}; 0: it is now. */
    int slotsUntilBelow(int limit, long tick) {
        int left = count(tick);
        int slots = 0;
        while (left >= limit) {
            slots++;
            left -= counts[(int) Math.floorMod(tick + slots, (long) SLOTS)];
        }
        return slots;
    }

    /** Whether all failures are older than the window, and the window was not used since. */
    boolean isEnded(long tick) {
        return tick - newest >= SLOTS;
    }

    private void advance(long tick) {
        long from = Math.max(newest + 1, tick - SLOTS + 1);
        for (long t = from; t <= tick; t++) {
            counts[(int) Math.floorMod(t, (long) SLOTS)] = 0;
        }
        newest = Math.max(newest, tick);
    }
}
