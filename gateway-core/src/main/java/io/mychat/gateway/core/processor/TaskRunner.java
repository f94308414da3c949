package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.threads.Workers;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.time.Duration;
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
 * Runs the handlers of all sessions within their common bounds: so many at work, so many messages waiting. One lock guards the
 * numbers and the queue of those that are ready and have no slot.
 *
 * <p>A message is admitted when it begins to wait, in its session's queue or here. The admission ends with {@link
 * #withdraw()} or, once a task has been submitted, with {@link #finished()}. A task that has waited and finds no thread is
 * notified, and its slot goes to the next one.
 */
public final class TaskRunner implements MetricSource {

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

    /** @param workers runs handlers; one thread a task where the JVM has virtual threads */
    public TaskRunner(Executor workers, ProcessingOptions bounds) {
        this.workers = workers;
        this.maxRunning = bounds.maxConcurrentTasks();
        this.maxAdmitted = bounds.maxConcurrentTasks() + bounds.taskQueueSize();
    }

    /** Other bounds from now on: what has been admitted stays, and what runs runs on. */
    public void resize(ProcessingOptions bounds) {
        List<Task> starting = new ArrayList<>();
        lock.lock();
        try {
            maxRunning = bounds.maxConcurrentTasks();
            maxAdmitted = bounds.maxConcurrentTasks() + bounds.taskQueueSize();
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
            release();
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
            release();
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
            } catch (RejectedExecutionException e) {
                log.debug("There is no thread for a message that has waited: {}", e.toString());
                rejectionNotifier.add(task);
                refused = true;
                task = next(false);
            }
        }
        if (refused) {
            rejectionNotifier.notifyTasks();
        }
    }

    private void release() {
        admitted--;
        if (admitted == 0) {
            idle.signalAll();
        }
    }

    /** Waits until no handler runs and no message waits; false when that takes longer. */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
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

    /**
     * Handlers at work. A task that has a slot and waits for a thread of the pool is not at work; asynchronous handlers are,
     * and hold no thread.
     */
    public int running() {
        lock.lock();
        try {
            return atWork();
        } finally {
            lock.unlock();
        }
    }

    private int atWork() {
        return Math.max(0, running - (workers instanceof Workers pool ? pool.waiting() : 0));
    }

    /** Handlers that have ended since the start. */
    public long done() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** The numbers of one moment. Where the workers are a pool, its threads limit what runs. */
    @Override
    public List<Metric> metrics() {
        int threads = workers instanceof Workers pool ? pool.limit() : 0;
        lock.lock();
        try {
            int atWork = atWork();
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

    /** Messages that wait for nothing but a slot. */
    public int ready() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Messages that wait for a handler. */
    public int waiting() {
        lock.lock();
        try {
            return Math.max(0, admitted - atWork());
        } finally {
            lock.unlock();
        }
    }

    /** Runs something beside the tasks; on this thread where there is no other for it. */
    void offload(Runnable action) {
        try {
            workers.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("There is no other thread: {}", e.toString());
            action.run();
        }
    }

    /** For messages such as "wait a second": how long until a place is likely to be free. */
    static long retryAfterMillis() {
        return TimeUnit.SECONDS.toMillis(1);
    }
}
