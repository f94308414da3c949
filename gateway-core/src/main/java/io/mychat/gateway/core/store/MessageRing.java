package io.mychat.gateway.core.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Consecutively numbered messages, from 1: appended at the end, removed anywhere, read anywhere. A number whose message was
 * removed before those in front of it stays empty. A ring that grows and shrinks, its size a power of two. Guarded by the
 * store's lock.
 */
final class MessageRing {

    private static final int FIRST_SIZE = 4;

    private @Nullable StoredMessage[] ring = new @Nullable StoredMessage[FIRST_SIZE];
    private long oldest = 1;
    private long latest;

    /** The number of the oldest message that is there; {@code latest() + 1} when there is none. */
    long oldest() {
        return oldest;
    }

    /** The number of the newest message that there ever was; 0 when there was none. */
    long latest() {
        return latest;
    }

    /** How many numbers there are from the oldest message to the latest, empty ones included. */
    int size() {
        return (int) (latest - oldest + 1);
    }

    void append(StoredMessage message) {
        if (size() == ring.length) {
            resize(ring.length * 2);
        }
        latest++;
        ring[slot(latest)] = message;
    }

    /** Takes a message out. */
    void remove(long number) {
        ring[slot(number)] = null;
        while (oldest <= latest && ring[slot(oldest)] == null) {
            oldest++;
        }
        while (ring.length > FIRST_SIZE && size() <= ring.length / 4) {
            resize(ring.length / 2);
        }
    }

    /** Whether it is this message that has that number. */
    boolean holds(long number, StoredMessage message) {
        return message.equals(at(number));
    }

    /** The message of that number, or null. */
    @Nullable
    StoredMessage at(long number) {
        return number < oldest || number > latest ? null : ring[slot(number)];
    }

    /** The number of the first message that is there from {@code number} on; {@code latest() + 1} when there is none. */
    long firstFrom(long number) {
        long first = Math.max(number, oldest);
        while (first <= latest && ring[slot(first)] == null) {
            first++;
        }
        return first;
    }

    /** Up to {@code limit} messages with the greatest numbers below {@code end}, oldest first. */
    Deque<StoredMessage> before(long end, int limit) {
        Deque<StoredMessage> messages = new ArrayDeque<>();
        for (long number = Math.min(end, latest + 1) - 1; number >= oldest && messages.size() < limit; number--) {
            StoredMessage message = at(number);
            if (message != null) {
                messages.addFirst(message);
            }
        }
        return messages;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void resize(int newSize) {
        @Nullable StoredMessage[] before = ring;
        ring = new @Nullable StoredMessage[newSize];
        for (long number = oldest; number <= latest; number++) {
            ring[slot(number)] = before[(int) (number & (before.length - 1))];
        }
    }
}
