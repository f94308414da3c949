package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/**
 * Spreads the cost of new connections over the turns of one I/O thread's loop. XNIO runs all tasks and all ready
 * sockets of a turn before it selects again, so many new connections in one turn would delay every open connection of
 * the thread. Beyond the budget new connections wait for the next turn, in order.
 *
 * <p>Used on that thread only, except for the numbers.
 */
final class LoopBudget {

    /** A delay that begins when a turn's tasks are done ends after a look at the sockets. */
    private static final long PAUSE_MILLIS = 1;

    private final XnioExecutor loop;
    private final int stepsPerTurn;
    private final RateLimitedLog failures;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int used;
    private boolean scheduled;
    private volatile int waiting;
    private volatile long delayed;

    /** @param stepsPerTurn at least 1 */
    LoopBudget(XnioExecutor loop, int stepsPerTurn, RateLimitedLog failures) {
        this.failures = failures;
        this.loop = loop;
        this.stepsPerTurn = stepsPerTurn;
    }

    /** Takes a step of this turn; false when none is left or others wait. */
    boolean tryTake() {
        if (used >= stepsPerTurn || !queue.isEmpty()) {
            return false;
        }
        used++;
        schedule();
        return true;
    }

    /** Runs the action now where the turn has a step left, else in a later turn. */
    void run(Runnable action) {
        if (tryTake()) {
            action.run();
        } else {
            runLater(action);
        }
    }

    /** Runs the action in a later turn. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    void runLater(Runnable action) {
        queue.add(action);
        waiting = queue.size();
        delayed++;
        schedule();
    }

    /** Actions that wait for a turn. From any thread. */
    int waiting() {
        return waiting;
    }

    /** Actions that have waited for a turn. From any thread. */
    long delayed() {
        return delayed;
    }

    private void schedule() {
        if (scheduled) {
            return;
        }
        try {
            loop.execute(this::delay); // after the remaining work of this turn
            scheduled = true;
        } catch (RejectedExecutionException e) {
            // The thread is ending, and all its connections with it.
        }
    }

    private void delay() {
        try {
            Object unused = loop.executeAfter(this::turn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The thread is ending, and all its connections with it.
        }
    }

    private void turn() {
        scheduled = false;
        used = 0;
        while (used < stepsPerTurn && !queue.isEmpty()) {
            used++;
            Runnable action = queue.remove();
            try {
                action.run();
            } catch (RuntimeException | Error e) { // the I/O thread stays
                failures.log("A new connection failed", e);
            }
        }
        waiting = queue.size();
        if (used > 0) {
            schedule();
        }
    }
}
