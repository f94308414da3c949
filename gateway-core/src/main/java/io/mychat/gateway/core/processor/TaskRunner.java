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
 * Runs the handlers of all sessions within two bounds: handlers at work, and waiting messages. One lock guards the
 * numbers and the queue of the tasks that wait for a slot.
 *
 * <p>A message is admitted when it begins to wait, in its session's queue or here. The admission ends with {@link
 * #withdraw()} or, once a task has been submitted, with {@link #finished()}. When the workers refuse a task that has
 * waited, the task is notified, and its slot goes to the next one.
 */
public final class TaskRunner implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    /** A piece of work that runs in a slot. */
    interface Task extends Runnable {

        /**
         * The task has waited, but no thread is available for it. It holds neither a slot nor an admission any more.
         */
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

    /** @param workers runs handlers; one thread for each task where the JVM has virtual threads */
    public TaskRunner(Executor workers, ProcessingOptions bounds) {
        this.workers = workers;
        this.maxRunning = bounds.maxConcurrentTasks();
        this.maxAdmitted = bounds.maxConcurrentTasks() + bounds.taskQueueSize();
    }

    /** Changes the bounds. Admitted messages stay admitted, and running handlers continue. */
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

    /** Admits a message when the bound of working and waiting ones allows it. */
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

    /** Ends the admission of a message that needed no task. */
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
     * @throws RejectedExecutionException when the workers have no thread or are shut down; the admission has ended, and
     *     the task is not notified
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

    /**
     * Takes a slot for an admitted task that begins on this thread, which ends with {@link #finished()} as a submitted one. Returns
     * false when no slot is free: then the task is to be submitted.
     */
    boolean tryStart() {
        lock.lock();
        try {
            if (running >= maxRunning) {
                return false;
            }
            running++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a submitted task. Its slot goes to the next one. */
    void finished() {
        start(next(true));
    }

    /** The task that gets the slot of an ended one; null: none waits, and the slot is free. */
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

    /** Hands a task to the workers. When they refuse it, its slot goes to the next task that they accept. */
    private void start(@Nullable Task first) {
        Task task = first;
        boolean refused = false;
        while (task != null) {
            try {
                workers.execute(task);
                break;
            } catch (RejectedExecutionException e) {
                log.debug("No thread is available for a message that has waited: {}", e.toString());
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

    /** Waits until no handler runs and no message waits. Returns false when the time is over first. */
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
     * The number of handlers at work, including asynchronous ones, which hold no thread. A task that has a slot and
     * waits for a thread of the pool is not included.
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

    /** The number of handlers that have ended since the start. */
    public long done() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** The numbers of one moment. When the workers are a pool, its size is the limit of running handlers. */
    @Override
    public List<Metric> metrics() {
        int threads = workers instanceof Workers pool ? pool.limit() : 0;
        lock.lock();
        try {
            int atWork = atWork();
            int limit = threads > 0 ? Math.min(maxRunning, threads) : maxRunning;
            return List.of(
                    Metric.gauge("tasks_running", "Handlers at work.", atWork),
                    Metric.gauge("tasks_running_limit", "Most handlers at work.", limit),
                    Metric.gauge("tasks_waiting", "Messages that wait for a handler.", Math.max(0, admitted - atWork)),
                    Metric.gauge("tasks_waiting_limit", "Most messages that wait for a handler.", maxAdmitted - limit),
                    Metric.counter("tasks_done_total", "Ended handlers.", done));
        } finally {
            lock.unlock();
        }
    }

    /** The number of admitted tasks that wait for a slot. */
    public int ready() {
        lock.lock();
        try {
            return ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** The number of messages that wait for a handler. */
    public int waiting() {
        lock.lock();
        try {
            return Math.max(0, admitted - atWork());
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action outside the slots; on the calling thread when no other one is available. */
    void offload(Runnable action) {
        try {
            workers.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("An action runs on the calling thread, as no other one is available: {}", e.toString());
            action.run();
        }
    }

    /** The wait that a refused client is told, in milliseconds. */
    static long retryAfterMillis() {
        return TimeUnit.SECONDS.toMillis(1);
    }
}
