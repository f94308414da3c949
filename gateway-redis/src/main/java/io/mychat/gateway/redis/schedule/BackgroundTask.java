package io.mychat.gateway.redis.schedule;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a job on its own thread, which may block; timers only wake the thread. Thread-safe. */
public final class BackgroundTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);
    private static final int END_SECONDS = 5;
    /** Longer than any pause: a run must not depend on a new thread. */
    private static final Duration IDLE = Duration.ofDays(2);

    private final TimeSource time;
    private final Supplier<Duration> pause;
    private final Runnable job;
    private final DaemonThreadPool thread;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final RateLimitedLog threadless;
    private final RateLimitedLog failures;
    private final RateLimitedLog errors;
    private final Object lock = new Object();
    /** Guarded by the lock. */
    private TimeSource.@Nullable Timer timer;

    private volatile boolean closed;

    /**
     * @param name the name of the thread
     * @param pause the time from the end of one run to the beginning of the next
     * @param job the work. Its exceptions are logged, except an outage of Redis, and it is repeated
     */
    public BackgroundTask(TimeSource time, String name, Supplier<Duration> pause, Runnable job) {
        this.time = time;
        this.threadless = RateLimitedLog.withCauses(LOG::error, time);
        this.failures = RateLimitedLog.withCauses(LOG::warn, time);
        this.errors = RateLimitedLog.withCauses(LOG::error, time);
        this.pause = pause;
        this.job = job;
        this.thread = new DaemonThreadPool(name, 1, IDLE);
    }

    /** The first time is after a pause. */
    public void start() {
        schedule();
    }

    /** Runs the job as soon as the thread is free, in addition to the usual times. Several requests may become one. */
    public void soon() {
        if (!closed && waiting.compareAndSet(false, true)) {
            try {
                Future<?> unused = thread.submit(() -> {
                    waiting.set(false);
                    run();
                });
            } catch (RejectedExecutionException e) {
                waiting.set(false);
                if (!closed) {
                    threadless.log("There is no thread for a background task; it runs at its usual time", e);
                }
            }
        }
    }

    /** Waits for the run in progress, for some seconds at most. */
    @Override
    public void close() {
        closed = true;
        synchronized (lock) {
            if (timer != null) {
                timer.cancel();
            }
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void schedule() {
        synchronized (lock) {
            if (!closed) {
                timer = time.schedule(pause.get(), this::wake);
            }
        }
    }

    private void wake() {
        try {
            Future<?> unused = thread.submit(() -> {
                run();
                schedule();
            });
        } catch (RejectedExecutionException e) {
            if (!closed) {
                threadless.log("There is no thread for a background task; it is tried again", e);
            }
            schedule();
        }
    }

    private void run() {
        if (closed) {
            return;
        }
        try {
            job.run();
        } catch (StoreUnavailableException e) {
            // The circuit breaker has logged the outage.
            LOG.debug("A background task did not reach Redis and is repeated", e);
        } catch (RuntimeException e) {
            failures.log("A background task failed and is repeated", e);
        } catch (Throwable e) {
            // An error must not end the repetition, for example of the renewal of the lease.
            errors.log("A background task failed with an error and is repeated", e);
        }
    }
}
