package io.mychat.gateway.core.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutively numbered messages, from 1: appended at the end, dropped at the beginning, read anywhere. A ring that
 * grows and shrinks, its size a power of two. Guarded by the store's lock.
 */
final class Tape {

    private static final int FIRST_SIZE = 4;

    private @Nullable Kept[] ring = new @Nullable Kept[FIRST_SIZE];
    private long oldest = 1;
    private long latest;

    /** The number of the oldest message; {@code latest() + 1} when there is none. */
    long oldest() {
        return oldest;
    }

    /** The number of the newest message that there ever was; 0 when there was none. */
    long latest() {
        return latest;
    }

    int size() {
        return (int) (latest - oldest + 1);
    }

    void append(Kept message) {
        if (size() == ring.length) {
            resize(ring.length * 2);
        }
        latest++;
        ring[slot(latest)] = message;
    }

    /** Takes the oldest out. */
    Kept dropOldest() {
        Kept message = get(oldest);
        ring[slot(oldest)] = null;
        oldest++;
        if (ring.length > FIRST_SIZE && size() <= ring.length / 4) {
            resize(ring.length / 2);
        }
        return message;
    }

    boolean startsWith(Kept message) {
        return holds(oldest, message);
    }

    /** Whether it is this message that has that number. */
    boolean holds(long number, Kept message) {
        return number >= oldest && number <= latest && get(number).equals(message);
    }

    /** The messages numbered from {@code first} to {@code last}; both must be there. */
    List<Kept> range(long first, long last) {
        List<Kept> messages = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            messages.add(get(number));
        }
        return messages;
    }

    private Kept get(long number) {
        Kept message = ring[slot(number)];
        if (message == null) {
            throw new IllegalStateException("no message " + number);
        }
        return message;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void resize(int newSize) {
        List<Kept> all = range(oldest, latest);
        ring = new @Nullable Kept[newSize];
        for (int i = 0; i < all.size(); i++) {
            ring[slot(oldest + i)] = all.get(i);
        }
    }
}
