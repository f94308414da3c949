package io.mychat.gateway.core;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the machine, with one daemon thread for timers. Exceptions of timers are logged. When a timer blocks the
 * thread, {@link #addThread()} adds another one.
 */
final class SystemTime implements TimeSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);
    private static final int MOST_THREADS = 4;
    private static final int MOST_TRIES = 8;
    private static final long PAUSE_NANOS = 10_000_000;

    private final ScheduledThreadPoolExecutor timers;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(log::error);
    private final Clock clock;

    SystemTime() {
        this(Thread::new, Clock.systemUTC());
    }

    /** @param clock the wall clock; timers and intervals are those of the machine */
    SystemTime(Clock clock) {
        this(Thread::new, clock);
    }

    SystemTime(ThreadFactory factory) {
        this(factory, Clock.systemUTC());
    }

    private SystemTime(ThreadFactory factory, Clock clock) {
        this.clock = clock;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = factory.newThread(task);
            thread.setName("gateway-timer");
            thread.setContextClassLoader(context);
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the JVM has no memory or no thread, this is retried for some hundred milliseconds, because a chain of
     * timers would end with a missing one.
     *
     * @throws NoThreadException when the retries fail
     */
    @Override
    public Timer schedule(Duration delay, Runnable action) {
        for (int tries = 1; ; tries++) {
            Due due = null;
            try {
                due = new Due(action);
                due.future = timers.schedule(due, delay.toNanos(), TimeUnit.NANOSECONDS);
                return due;
            } catch (RejectedExecutionException e) {
                // Closed: nothing is due any more.
                return () -> {};
            } catch (Error e) { // the JVM has no thread or no memory to give
                if (due != null) {
                    due.cancel(); // it may be in the queue although there is no thread
                }
                if (tries == MOST_TRIES) {
                    throw new NoThreadException("there is no thread for timers", e);
                }
                LockSupport.parkNanos(PAUSE_NANOS * tries);
            }
        }
    }

    /**
     * Adds a thread for the timers, because the existing ones make no progress.
     *
     * @return false when the most threads exist already, or the JVM can start none
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
        } catch (Error e) { // the JVM has no thread to give
            // With fewer threads than it wants, each new timer would ask for one and fail.
            timers.setCorePoolSize(threads);
            log.error("The JVM has given no thread for timers", e);
            return false;
        }
    }

    /** An action that is run once, and not after it was cancelled. */
    private final class Due implements Runnable, Timer {

        private final Runnable action;
        private volatile boolean cancelled;
        private volatile @Nullable ScheduledFuture<?> future;

        Due(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!cancelled) {
                FaultBarrier.run(failures, "A timer's action failed", action);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            ScheduledFuture<?> known = future;
            if (known != null) {
                known.cancel(false);
            }
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
