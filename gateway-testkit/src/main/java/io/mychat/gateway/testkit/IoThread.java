package io.mychat.gateway.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The thread of an {@link InMemoryTransport} that calls its listener and receivers, and collects their exceptions. */
final class IoThread {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread thread;
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::newThread,
            // After the end there are no connections that could miss the action.
            new ThreadPoolExecutor.DiscardPolicy());

    /** Runs the action after all earlier ones; does nothing after {@link #stop}. */
    void execute(Runnable action) {
        executor.execute(action);
    }

    /** Runs the action on this thread and waits for its result. */
    <T> T call(Callable<T> action) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("the I/O thread cannot wait for itself");
        }
        if (executor.isShutdown()) {
            throw new IllegalStateException("the transport is closed");
        }
        try {
            return executor.submit(action).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the I/O thread has been blocked for " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the I/O thread", e);
        }
    }

    /** Waits until the thread is idle. */
    void settle() {
        boolean quiet = false;
        while (!quiet) {
            quiet = call(() -> executor.getQueue().isEmpty());
        }
    }

    void failed(Throwable thrown) {
        failures.add(thrown);
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** Runs the queued actions and ends; waits for the end unless called on this thread. */
    void stop() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the I/O thread has been blocked for " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread newThread(Runnable work) {
        Thread created = new Thread(work, "in-memory-io");
        created.setDaemon(true);
        thread = created;
        return created;
    }
}
