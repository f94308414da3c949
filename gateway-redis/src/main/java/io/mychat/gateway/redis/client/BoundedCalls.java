package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs calls to Redis on threads of its own, one for each connection of a pool, so that whoever calls waits for the
 * deadline and no longer, whatever a socket does. What nobody waits for any more and has not begun never begins. Safe for
 * use by many threads.
 */
final class BoundedCalls implements AutoCloseable {

    private static final int QUEUE_IN_ADVANCE = 1024;

    private final BlockingQueue<Runnable> queue;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger numbers = new AtomicInteger();

    BoundedCalls(int most, int waiting) {
        this.queue =
                waiting <= QUEUE_IN_ADVANCE ? new ArrayBlockingQueue<>(waiting) : new LinkedBlockingQueue<>(waiting);
        this.threads = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, "redis-call-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Lets a call begin.
     *
     * @throws StoreUnavailableException when too many wait already
     */
    <T> Future<T> submit(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailableException(
                    threads.isShutdown() ? "the connection to Redis is closed" : "too many calls wait for Redis");
        }
        return task;
    }

    /**
     * Waits for a call; one that is late is given up.
     *
     * @throws TimeoutException when it has not ended in time
     */
    <T> T await(Future<T> call, Duration left) throws ExecutionException, TimeoutException {
        try {
            return call.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(call);
            throw e;
        } catch (InterruptedException e) {
            giveUp(call);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for Redis", e);
        } catch (CancellationException e) {
            throw new StoreUnavailableException("the connection to Redis is closed", e);
        }
    }

    private void giveUp(Future<?> call) {
        call.cancel(false);
        if (call instanceof Runnable task) {
            threads.remove(task);
        }
    }

    /** Calls that run now. */
    int active() {
        return threads.getActiveCount();
    }

    /** Calls that have not begun. */
    int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> call) {
                call.cancel(false);
            }
        }
    }
}
