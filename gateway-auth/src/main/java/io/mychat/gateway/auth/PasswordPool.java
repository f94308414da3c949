package io.mychat.gateway.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The few threads that hash, and the bounded queue before them. Safe for use by many threads.
 *
 * <p>A hash that has begun is finished, whatever happens: Argon2 cannot be interrupted, and the library answers an
 * interrupt with a wrong result.
 */
final class PasswordPool implements AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor executor;

    /** A pool of {@code threads} threads, which end when idle, and up to {@code queue} waiting calls. */
    PasswordPool(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(task, "gateway-password-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs {@code work} on the pool and waits for its result. Empty when the queue is full, when the pool has been
     * closed, and when the caller was interrupted: its interrupt flag is then set again, and work that had not begun
     * gives up its place in the queue.
     */
    <T> Optional<T> call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        try {
            executor.execute(task);
            return Optional.of(task.get());
        } catch (RejectedExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            executor.remove(task);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the password could not be checked", e.getCause());
        }
    }

    /** How many calls wait for a thread. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Releases everybody who still waits for a thread; what runs is finished. Idempotent. */
    @Override
    public void close() {
        executor.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        executor.getQueue().drainTo(waiting);
        for (Runnable task : waiting) {
            ((FutureTask<?>) task).cancel(false);
        }
    }
}
