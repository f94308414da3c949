package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may block for a host, such as lookups of its address, so that a slow host does not block others: at
 * most one thread works for a host, and further tasks of the host wait in its queue. Thread-safe: this object's lock
 * guards the queues.
 */
final class PerHostExecutor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PerHostExecutor.class);
    /** The number of tasks of one host before others have their turn. */
    private static final int AT_A_TIME = 16;

    private final ExecutorService threads;
    private final int mostWaiting;
    private final RateLimitedLogs failures;
    /** Waiting tasks by host; a host without a queue has no running thread. */
    private final Map<String, Queue<Runnable>> queues = new HashMap<>();

    /**
     * @param threads the threads; {@link #close} shuts them down
     * @param mostWaiting the largest number of waiting tasks of one host
     */
    PerHostExecutor(ExecutorService threads, int mostWaiting, TimeSource time) {
        this.failures = new RateLimitedLogs(log::error, time);
        this.threads = threads;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Runs an action after the earlier ones of its host.
     *
     * @throws RejectedExecutionException when too many tasks wait for this host, and after {@link #close}
     */
    void execute(String host, Runnable action) {
        synchronized (this) {
            Queue<Runnable> queue = queues.get(host);
            if (queue != null) {
                if (queue.size() >= mostWaiting) {
                    throw new RejectedExecutionException("too many calls wait for the address of " + host);
                }
                queue.add(action);
                return;
            }
            Queue<Runnable> opened = new ArrayDeque<>();
            opened.add(action);
            queues.put(host, opened);
        }
        try {
            proceed(host);
        } catch (RejectedExecutionException e) {
            close(host);
            throw e;
        }
    }

    private void proceed(String host) {
        threads.execute(() -> work(host));
    }

    private synchronized void close(String host) {
        queues.remove(host);
    }

    private void work(String host) {
        for (int i = 0; i < AT_A_TIME; i++) {
            Runnable next = next(host);
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                failures.of(host).log("Something for " + host + " failed", e);
            }
        }
        try {
            proceed(host);
        } catch (RejectedExecutionException e) {
            log.trace("The end has come", e);
            close(host);
        }
    }

    /** The next task of a host; null when none waits, which also removes the queue. */
    private synchronized @Nullable Runnable next(String host) {
        Queue<Runnable> queue = queues.get(host);
        Runnable next = queue == null ? null : queue.poll();
        if (next == null) {
            queues.remove(host);
        }
        return next;
    }

    /** Waiting tasks may or may not run. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
