package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.threads.Workers;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounds that all sessions share: so many tasks at work, so many waiting. One lock guards the numbers and the queue
 * of those that are ready and have no slot.
 *
 * <p>A message is admitted when it begins to wait, in its session's lane or here; the admission ends with {@link
 * #withdraw()} or, once it has been submitted, with {@link #finished()}. A task that has waited and that the workers
 * do not take is told so, and its slot goes on.
 */
final class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    /** What runs in a slot. */
    interface Task extends Runnable {

        /** It has waited for nothing: there is no thread for it. Its slot and admission are another's already. */
        void refused();
    }

    private final Executor workers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Task> ready = new ArrayDeque<>();
    private final RejectionNotifier rejectionNotifier = new RejectionNotifier();
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
        List<Task> starting = new ArrayList<>();
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
        starting.forEach(this::start);
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
     * @throws RejectedExecutionException when there is no thread for it now, or none any more; its admission is over, and it
     *     is not told
     */
    void submit(Task task) {
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
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            start(next(false));
            throw e;
        } catch (Error e) {
            start(next(false));
            throw new RejectedExecutionException(e);
        }
    }

    /** A submitted task has ended: its slot goes to the next one. */
    void finished() {
        start(next(true));
    }

    /** Whoever gets the slot of a task that is over; null: nobody, and the slot is free. */
    private @Nullable Task next(boolean hasRun) {
        lock.lock();
        try {
            leave();
            if (hasRun) {
                done++;
            }
            Task next = running > maxRunning ? null : ready.poll();
            if (next == null) {
                running--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Hands a task that has a slot to the workers, or the slot to the first one that they take. */
    private void start(@Nullable Task first) {
        Task task = first;
        boolean refused = false;
        while (task != null) {
            try {
                workers.execute(task);
                break;
            } catch (RejectedExecutionException | Error e) {
                log.debug("There is no thread for a message that has waited: {}", e.toString());
                rejectionNotifier.add(task);
                refused = true;
                task = next(false);
            }
        }
        if (refused) {
            rejectionNotifier.tell();
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

    /**
     * The numbers now, all of one moment. Where the workers are a pool, its threads are the limit of what runs, and what waits for
     * one of them is waiting; asynchronous handlers hold no thread and may exceed that limit.
     */
    List<Metric> metrics() {
        int threads = workers instanceof Workers pool ? pool.limit() : 0;
        int withoutThread = workers instanceof Workers pool ? pool.waiting() : 0;
        lock.lock();
        try {
            int atWork = Math.max(0, running - withoutThread);
            int limit = threads > 0 ? Math.min(maxRunning, threads) : maxRunning;
            return List.of(
                    Metric.gauge("tasks_running", "Handlers at work.", atWork),
                    Metric.gauge("tasks_running_limit", "Handlers that may be at work at once.", limit),
                    Metric.gauge("tasks_waiting", "Messages that wait for a handler.", Math.max(0, admitted - atWork)),
                    Metric.gauge("tasks_waiting_limit", "Messages that may wait for one.", maxAdmitted - limit),
                    Metric.counter("tasks_done_total", "Handlers that have ended.", done));
        } finally {
            lock.unlock();
        }
    }

    /** Those that wait for nothing but a slot. */
    int ready() {
        lock.lock();
        try {
            return ready.size();
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

    /** Runs something beside the tasks; on this thread where there is no other for it. */
    void elsewhere(Runnable action) {
        try {
            workers.execute(action);
        } catch (RejectedExecutionException | Error e) {
            log.debug("There is no other thread: {}", e.toString());
            action.run();
        }
    }

    /** For messages such as "wait a second": how long until a place is likely to be free. */
    static long retryAfterMillis() {
        return TimeUnit.SECONDS.toMillis(1);
    }
}
