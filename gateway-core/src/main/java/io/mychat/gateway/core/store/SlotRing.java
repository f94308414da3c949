package io.mychat.gateway.core.store;

/**
 * Messages with consecutive numbers from 1, as their slots in {@link StoredMessages}. They are appended at the end, and
 * may be removed and read anywhere; the number of a removed message stays empty. The ring grows and shrinks; its size is a
 * power of two. Guarded by the store's lock.
 */
final class SlotRing {

    /** No message. */
    static final int NONE = -1;

    private static final int FIRST_SIZE = 4;

    /** Slots plus 1; 0 where there is none. */
    private int[] ring = new int[FIRST_SIZE];

    private long oldest = 1;
    private long latest;

    /** The number of the oldest message; {@code latest() + 1} when there is none. */
    long oldest() {
        return oldest;
    }

    /** The number of the last appended message, also after its removal; 0 before the first one. */
    long latest() {
        return latest;
    }

    /** The count of numbers from the oldest message to the latest, including empty ones. */
    int size() {
        return (int) (latest - oldest + 1);
    }

    /** Returns the number of the message. */
    long append(int slot) {
        if (size() == ring.length) {
            resize(ring.length * 2);
        }
        latest++;
        ring[index(latest)] = slot + 1;
        return latest;
    }

    /** The next message gets this number, if the ring is empty and has not come so far yet. */
    void startAt(long number) {
        if (oldest > latest && number > latest) {
            oldest = number;
            latest = number - 1;
        }
    }

    /** The number of messages. */
    int count() {
        int count = 0;
        for (long number = oldest; number <= latest; number++) {
            count += at(number) == NONE ? 0 : 1;
        }
        return count;
    }

    /** Removes a message. */
    void remove(long number) {
        ring[index(number)] = 0;
        while (oldest <= latest && ring[index(oldest)] == 0) {
            oldest++;
        }
        while (ring.length > FIRST_SIZE && size() <= ring.length / 4) {
            resize(ring.length / 2);
        }
    }

    /** The slot of the message with the number, or {@link #NONE}. */
    int at(long number) {
        return number < oldest || number > latest ? NONE : ring[index(number)] - 1;
    }

    /** The number of the first existing message from {@code number} on; {@code latest() + 1} when there is none. */
    long firstFrom(long number) {
        long first = Math.max(number, oldest);
        while (first <= latest && ring[index(first)] == 0) {
            first++;
        }
        return first;
    }

    /** The number of the last existing message up to {@code number}; {@code oldest() - 1} when there is none. */
    long lastUpTo(long number) {
        long last = Math.min(number, latest);
        while (last >= oldest && ring[index(last)] == 0) {
            last--;
        }
        return Math.max(last, oldest - 1);
    }

    private int index(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void resize(int newSize) {
        int[] before = ring;
        ring = new int[newSize];
        for (long number = oldest; number <= latest; number++) {
            ring[index(number)] = before[(int) (number & (before.length - 1))];
        }
    }
}
