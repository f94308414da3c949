package io.mychat.gateway.redis.schedule;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a thread of its own, which may block; timers only wake it. Safe for use by many
 * threads.
 */
public final class BackgroundTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);
    private static final int END_SECONDS = 5;

    private final TimeSource time;
    private final Supplier<Duration> pause;
    private final Runnable job;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Object lock = new Object();
    /** Guarded by the lock. */
    private TimeSource.@Nullable Timer timer;

    private volatile boolean closed;

    /**
     * @param name of the thread
     * @param pause from the end of one time to the beginning of the next
     * @param job what it throws is logged, but for an outage of Redis, and it is done again
     */
    public BackgroundTask(TimeSource time, String name, Supplier<Duration> pause, Runnable job) {
        this.time = time;
        this.pause = pause;
        this.job = job;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread one = new Thread(task, name);
            one.setDaemon(true);
            return one;
        });
    }

    /** The first time is after a pause. */
    public void start() {
        schedule();
    }

    /** Does it as soon as the thread is free, and at the usual times as well. Several requests may become one. */
    public void soon() {
        if (!closed && waiting.compareAndSet(false, true)) {
            try {
                Future<?> unused = thread.submit(() -> {
                    waiting.set(false);
                    run();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("closed meanwhile", e);
            } catch (OutOfMemoryError e) {
                waiting.set(false);
                LOG.error("no thread is left for what runs in the background; the usual time stays", e);
            }
        }
    }

    /** Waits for what runs, for some seconds at most. */
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
            LOG.debug("closed meanwhile", e);
        } catch (OutOfMemoryError e) {
            LOG.error("no thread is left for what runs in the background; it is tried again", e);
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
            // The circuit has said so, once for everybody.
            LOG.debug("what runs in the background found no Redis, and is tried again", e);
        } catch (RuntimeException e) {
            LOG.warn("what runs in the background failed, and is tried again", e);
        } catch (Throwable e) {
            // Whatever it is, it must not end what has to go on, such as the signs of life.
            LOG.error("what runs in the background failed badly, and is tried again", e);
        }
    }
}
