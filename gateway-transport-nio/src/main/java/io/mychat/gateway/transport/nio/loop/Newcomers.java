package io.mychat.gateway.transport.nio.loop;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.ArrayDeque;

/**
 * Spreads the work for new connections over the turns of one loop, so that a storm of them does not delay open ones. Beyond
 * the steps of a turn new connections wait for the next one, in order. Used on the thread of the loop only, except for the
 * figures.
 */
public final class Newcomers {

    private final int stepsPerTurn;
    private final RateLimitedLog failures;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int used;
    private volatile int waiting;
    private volatile long delayed;

    Newcomers(int stepsPerTurn, RateLimitedLog failures) {
        this.stepsPerTurn = stepsPerTurn;
        this.failures = failures;
    }

    /** Takes a step of this turn; false when none is left or others wait. */
    public boolean tryTake() {
        if (used >= stepsPerTurn || !queue.isEmpty()) {
            return false;
        }
        used++;
        return true;
    }

    /** Runs the action now where the turn has a step left, else in a later turn. */
    public void run(Runnable action) {
        if (tryTake()) {
            action.run();
        } else {
            runLater(action);
        }
    }

    /** Runs the action in a later turn. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    public void runLater(Runnable action) {
        queue.add(action);
        waiting = queue.size();
        delayed++;
    }

    /** Actions that wait for a turn. From any thread. */
    public int waiting() {
        return waiting;
    }

    /** Actions that have waited for a turn. From any thread. */
    public long delayed() {
        return delayed;
    }

    boolean isWaiting() {
        return !queue.isEmpty();
    }

    /** Begins a turn: those who wait go first. */
    void turn() {
        used = 0;
        while (used < stepsPerTurn && !queue.isEmpty()) {
            used++;
            try {
                queue.remove().run();
            } catch (RuntimeException | Error e) { // the I/O thread stays
                failures.log("A new connection failed", e);
            }
        }
        waiting = queue.size();
    }
}
