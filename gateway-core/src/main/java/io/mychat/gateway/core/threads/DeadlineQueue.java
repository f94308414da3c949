package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of many objects on one timer. The objects themselves are the entries of the queue, so that a deadline takes no
 * memory besides them; a timer for each would take 140 bytes. Thread-safe: this object's lock guards the queue and is not held
 * while an entry fires.
 *
 * <p>Due entries fire one after the other, on the timer's thread. The timer of the next one is set before an entry fires, so
 * that another thread goes on when an entry holds up its own.
 */
public final class DeadlineQueue {

    private static final int SMALLEST = 16;
    private static final int NOWHERE = -1;

    private final TimeSource time;

    /** A heap: an entry is due no earlier than the one at half its index. */
    private @Nullable Entry[] heap = new Entry[SMALLEST];

    private int size;
    /** The only timer that counts: a cancelled one may run all the same. */
    private @Nullable Alarm alarm;

    public DeadlineQueue(TimeSource time) {
        this.time = time;
    }

    /** An object with at most one deadline, in one queue. */
    public abstract static class Entry {

        // Guarded by the queue's lock.
        private int index = NOWHERE;
        private long due;

        /** The deadline has passed. The entry is in no queue then; a failure affects no other entry. */
        protected abstract void fire();
    }

    /** The clock of the deadlines. */
    public TimeSource time() {
        return time;
    }

    /**
     * Sets the only deadline of an entry.
     *
     * @param due on the clock of {@link TimeSource#nanoTime()}
     */
    public synchronized void set(Entry entry, long due) {
        entry.due = due;
        if (entry.index == NOWHERE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(entry, size++);
        }
        siftUp(entry);
        siftDown(entry);
        arm();
    }

    /** Takes the deadline of an entry away; does nothing when it has none. */
    public synchronized void remove(Entry entry) {
        if (entry.index != NOWHERE) {
            take(entry);
            arm();
        }
    }

    /** The number of deadlines. */
    public synchronized int size() {
        return size;
    }

    /** A timer and the moment at which it fires. */
    private final class Alarm implements Runnable {

        private final long at;
        private TimeSource.@Nullable Timer timer;

        Alarm(long at) {
            this.at = at;
        }

        @Override
        public void run() {
            DeadlineQueue.this.run(this);
        }
    }

    @SuppressWarnings("ReferenceEquality") // which timer it is
    private void run(Alarm fired) {
        Entry due;
        synchronized (this) {
            if (alarm == fired) {
                alarm = null;
            }
            due = pollDue();
        }
        try {
            synchronized (this) {
                arm();
            }
        } finally {
            if (due != null) {
                due.fire();
            }
        }
    }

    private @Nullable Entry pollDue() {
        Entry first = heap[0];
        if (first == null || first.due - time.nanoTime() > 0) {
            return null;
        }
        take(first);
        return first;
    }

    /** Lets the timer fire when the first entry is due, or earlier. */
    private void arm() {
        Entry first = heap[0];
        Alarm set = alarm;
        if (set != null && (first == null || first.due - set.at < 0)) {
            alarm = null;
            TimeSource.Timer timer = set.timer;
            if (timer != null) {
                timer.cancel();
            }
        }
        if (first != null && alarm == null) {
            Alarm next = new Alarm(first.due);
            // Set behind the call, which fails when the JVM has no thread: then the next call tries again.
            next.timer = time.schedule(Duration.ofNanos(Math.max(0, first.due - time.nanoTime())), next);
            alarm = next;
        }
    }

    private void take(Entry entry) {
        int hole = entry.index;
        entry.index = NOWHERE;
        Entry last = heap[--size];
        heap[size] = null;
        if (last != null && last != entry) {
            place(last, hole);
            siftUp(last);
            siftDown(last);
        }
        if (size < heap.length / 4 && heap.length > SMALLEST) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void siftUp(Entry entry) {
        while (entry.index > 0) {
            Entry parent = heap[(entry.index - 1) / 2];
            if (parent == null || parent.due - entry.due <= 0) {
                return;
            }
            swap(parent, entry);
        }
    }

    private void siftDown(Entry entry) {
        while (true) {
            Entry child = earlierChild(entry.index);
            if (child == null || entry.due - child.due <= 0) {
                return;
            }
            swap(entry, child);
        }
    }

    private @Nullable Entry earlierChild(int index) {
        int left = 2 * index + 1;
        if (left >= size) {
            return null;
        }
        Entry one = heap[left];
        Entry other = left + 1 < size ? heap[left + 1] : null;
        return one == null || other == null || one.due - other.due <= 0 ? one : other;
    }

    private void swap(Entry one, Entry other) {
        int index = one.index;
        place(one, other.index);
        place(other, index);
    }

    private void place(Entry entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }
}
