package io.mychat.gateway.transport.nio.loop;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one loop in a timing wheel: setting and cancelling one costs the same however many there are. A deadline
 * is up to {@value #TICK_MILLIS} ms late. Used on the thread of the loop only.
 */
public final class Timers {

    static final long NEVER = -1;

    private static final int TICK_MILLIS = 50;
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
    private static final int SLOTS = 512;

    private final Deadline[] slots = new Deadline[SLOTS];
    private final long start;
    /** The tick up to which deadlines have run. */
    private long done;

    private int pending;

    Timers(long nanoTime) {
        start = nanoTime;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Deadline(this, 0, () -> {}); // the head of a ring
        }
    }

    /** One deadline, which runs its action or is cancelled. */
    public static final class Deadline {

        private final Timers home;
        private final long tick;
        private final Runnable action;
        private @Nullable Deadline next = this;
        private @Nullable Deadline previous = this;

        private Deadline(Timers home, long tick, Runnable action) {
            this.home = home;
            this.tick = tick;
            this.action = action;
        }

        /** Does nothing when the deadline has run or was cancelled. */
        public void cancel() {
            Deadline after = next;
            Deadline before = previous;
            if (after != null && before != null) {
                before.next = after;
                after.previous = before;
                next = null;
                previous = null;
                home.pending--;
            }
        }
    }

    /** Runs the action on the loop once the time has passed. */
    public Deadline after(long millis, Runnable action) {
        return add(System.nanoTime(), millis, action);
    }

    Deadline add(long nanoTime, long millis, Runnable action) {
        if (pending == 0) {
            done = Math.max(done, ticks(nanoTime));
        }
        long tick = Math.max(done, ticks(nanoTime) + (Math.max(0, millis) + TICK_MILLIS - 1) / TICK_MILLIS) + 1;
        Deadline added = new Deadline(this, tick, action);
        Deadline head = slots[(int) (tick % SLOTS)];
        Deadline first = head.next;
        added.next = first;
        added.previous = head;
        head.next = added;
        if (first != null) {
            first.previous = added;
        }
        pending++;
        return added;
    }

    /** The number of deadlines. */
    int pending() {
        return pending;
    }

    /** The time to the next tick, at least 1; {@link #NEVER} without deadlines. */
    long millisToNext(long nanoTime) {
        if (pending == 0) {
            return NEVER;
        }
        long nanos = start + (done + 1) * TICK_NANOS - nanoTime;
        return nanos <= 0 ? 0 : 1 + nanos / 1_000_000;
    }

    /** Hands over the actions that are due. */
    void runDue(long nanoTime, Consumer<Runnable> runner) {
        long now = ticks(nanoTime);
        if (pending == 0) {
            done = Math.max(done, now);
            return;
        }
        long last = Math.min(now, done + SLOTS);
        for (long tick = done + 1; tick <= last && pending > 0; tick++) {
            runSlot(slots[(int) (tick % SLOTS)], now, runner);
        }
        done = Math.max(done, now);
    }

    private static void runSlot(Deadline head, long now, Consumer<Runnable> runner) {
        Deadline at = head.next;
        while (at != null && at != head) {
            Deadline following = at.next;
            if (at.tick <= now) {
                at.cancel();
                runner.accept(at.action);
                following = head.next; // the action may have cancelled others
            }
            at = following;
        }
    }

    private long ticks(long nanoTime) {
        return (nanoTime - start) / TICK_NANOS;
    }
}
