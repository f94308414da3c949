package io.mychat.gateway.core;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's time, with one daemon thread for timers. What a timer throws is logged. A timer that holds its thread up can
 * be worked around with {@linkplain #addThread() another one}.
 */
final class SystemTime implements TimeSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);
    private static final int MOST_THREADS = 4;

    private final ScheduledThreadPoolExecutor timers;

    SystemTime() {
        this(Thread::new);
    }

    SystemTime(ThreadFactory factory) {
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = factory.newThread(task);
            thread.setName("gateway-timer");
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> future = timers.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed: nothing is due any more.
            return () -> {};
        }
    }

    /**
     * Gives the timers one more thread, because those that there are do not get on.
     *
     * @return false: there are as many as there may be, or the JVM gives none
     */
    synchronized boolean addThread() {
        int threads = timers.getCorePoolSize();
        if (threads >= MOST_THREADS) {
            return false;
        }
        try {
            timers.setCorePoolSize(threads + 1);
            timers.prestartCoreThread();
            return true;
        } catch (Error e) {
            // With fewer threads than it wants, each new timer would ask for one and fail.
            timers.setCorePoolSize(threads);
            log.error("The JVM has given no thread for timers", e);
            return false;
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            log.error("A timer's action failed", e);
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
