package io.mychat.gateway.core.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages with consecutive numbers from 1. They are appended at the end, and may be removed and read anywhere; the
 * number of a removed message stays empty. The ring grows and shrinks; its size is a power of two. Guarded by the
 * store's lock.
 */
final class MessageRing {

    private static final int FIRST_SIZE = 4;

    private @Nullable StoredMessage[] ring = new @Nullable StoredMessage[FIRST_SIZE];
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

    void append(StoredMessage message) {
        if (size() == ring.length) {
            resize(ring.length * 2);
        }
        latest++;
        ring[slot(latest)] = message;
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
            count += at(number) == null ? 0 : 1;
        }
        return count;
    }

    /** At most {@code limit} messages behind a number, oldest first. */
    List<StoredMessage> after(long number, int limit) {
        List<StoredMessage> messages = new ArrayList<>();
        for (long next = firstFrom(number + 1); next <= latest && messages.size() < limit; next = firstFrom(next + 1)) {
            messages.add(Objects.requireNonNull(at(next)));
        }
        return messages;
    }

    /** Removes a message. */
    void remove(long number) {
        ring[slot(number)] = null;
        while (oldest <= latest && ring[slot(oldest)] == null) {
            oldest++;
        }
        while (ring.length > FIRST_SIZE && size() <= ring.length / 4) {
            resize(ring.length / 2);
        }
    }

    /** Whether this message has the number. */
    boolean holds(long number, StoredMessage message) {
        return message.equals(at(number));
    }

    /** The message with the number, or null. */
    @Nullable
    StoredMessage at(long number) {
        return number < oldest || number > latest ? null : ring[slot(number)];
    }

    /** The number of the first existing message from {@code number} on; {@code latest() + 1} when there is none. */
    long firstFrom(long number) {
        long first = Math.max(number, oldest);
        while (first <= latest && ring[slot(first)] == null) {
            first++;
        }
        return first;
    }

    /** At most {@code limit} messages with the greatest numbers below {@code end}, the oldest first. */
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
