package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounds that all sessions share: so many tasks at work, so many waiting. One lock guards the numbers and the queue
 * of those that are ready and have no slot.
 *
 * <p>A message is admitted when it begins to wait, in its session's lane or here; the admission ends with {@link
 * #withdraw()} or, once it has been submitted, with {@link #finished()}.
 */
final class TaskRunner {

    private final Executor workers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private int maxRunning;
    private int maxAdmitted;
    private int running;
    private int admitted;
    private long done;

    TaskRunner(Executor workers, int maxRunning, int maxWaiting) {
        this.workers = workers;
        this.maxRunning = maxRunning;
        this.maxAdmitted = maxRunning + maxWaiting;
    }

    /** Other bounds from now on: what has been admitted stays, and what runs runs on. */
    void resize(int mostRunning, int mostWaiting) {
        List<Runnable> starting = new ArrayList<>();
        lock.lock();
        try {
            maxRunning = mostRunning;
            maxAdmitted = mostRunning + mostWaiting;
            while (running < maxRunning && !ready.isEmpty()) {
                starting.add(ready.remove());
                running++;
            }
        } finally {
            lock.unlock();
        }
        starting.forEach(workers::execute);
    }

    /** Takes a place among those that work or wait; false when there is none. */
    boolean tryAdmit() {
        lock.lock();
        try {
            if (admitted >= maxAdmitted) {
                return false;
            }
            admitted++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the place of a message that needed no task after all. */
    void withdraw() {
        lock.lock();
        try {
            leave();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs an admitted task as soon as a slot is free. The task ends with {@link #finished()}.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the workers have been shut down
     */
    void submit(Runnable task) {
        lock.lock();
        try {
            if (running >= maxRunning) {
                ready.add(task);
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        workers.execute(task);
    }

    /** A submitted task has ended: its slot goes to the next one. */
    void finished() {
        Runnable next;
        lock.lock();
        try {
            leave();
            done++;
            next = running > maxRunning ? null : ready.poll();
            if (next == null) {
                running--;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            workers.execute(next);
        }
    }

    private void leave() {
        admitted--;
        if (admitted == 0) {
            idle.signalAll();
        }
    }

    /** Waits until nothing works or waits. Returns false when that takes longer than {@code nanos}. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (admitted > 0) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Tasks that have ended since the start. */
    long done() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** The numbers now, all of one moment. */
    List<Metric> metrics() {
        lock.lock();
        try {
            return List.of(
                    Metric.gauge("tasks_running", "Handlers at work.", running),
                    Metric.gauge("tasks_running_limit", "Handlers that may be at work at once.", maxRunning),
                    Metric.gauge("tasks_waiting", "Messages that wait for a handler.", admitted - running),
                    Metric.gauge("tasks_waiting_limit", "Messages that may wait for one.", maxAdmitted - maxRunning),
                    Metric.counter("tasks_done_total", "Handlers that have ended.", done));
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return admitted - running;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something beside the tasks; drops it when the workers have been shut down. */
    void elsewhere(Runnable action) {
        try {
            workers.execute(action);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    /** For messages such as "wait a second": how long until a place is likely to be free. */
    static long retryAfterMillis() {
        return TimeUnit.SECONDS.toMillis(1);
    }
}
