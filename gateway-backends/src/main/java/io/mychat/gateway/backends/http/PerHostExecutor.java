package io.mychat.gateway.backends.http;

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
 * Runs what may block on one host, such as finding its address, so that it blocks nothing else: at most one thread at a time
 * works for a host, and what else goes there waits behind it. Thread-safe: this object's lock guards the lanes.
 */
final class PerHostExecutor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PerHostExecutor.class);
    /** So much of one lane, then the others have their turn. */
    private static final int AT_A_TIME = 16;

    private final ExecutorService threads;
    private final int mostWaiting;
    /** What waits, by host; a host without a lane has no thread at work. */
    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();

    /**
     * @param threads shut down by {@link #close}
     * @param mostWaiting for one host
     */
    PerHostExecutor(ExecutorService threads, int mostWaiting) {
        this.threads = threads;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Runs an action when its host has its turn.
     *
     * @throws RejectedExecutionException when too many wait for this host, or after the end
     */
    void execute(String host, Runnable action) {
        synchronized (this) {
            Queue<Runnable> lane = lanes.get(host);
            if (lane != null) {
                if (lane.size() >= mostWaiting) {
                    throw new RejectedExecutionException("too many calls wait for the address of " + host);
                }
                lane.add(action);
                return;
            }
            Queue<Runnable> opened = new ArrayDeque<>();
            opened.add(action);
            lanes.put(host, opened);
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
        lanes.remove(host);
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
                log.error("Something for {} failed", host, e);
            }
        }
        try {
            proceed(host);
        } catch (RejectedExecutionException e) {
            log.trace("The end has come", e);
            close(host);
        }
    }

    /** Null, and the lane is closed, when nothing waits. */
    private synchronized @Nullable Runnable next(String host) {
        Queue<Runnable> lane = lanes.get(host);
        Runnable next = lane == null ? null : lane.poll();
        if (next == null) {
            lanes.remove(host);
        }
        return next;
    }

    /** What waits still may run, or not. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
