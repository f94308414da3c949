package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, on a thread of its own that may block: the pause begins when it has ended. This object's
 * monitor guards the timer.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final TimeSource time;
    private final Duration pause;
    private final Runnable step;
    private final ExecutorService thread;
    private TimeSource.@Nullable Timer timer;
    private boolean closed;

    Upkeep(TimeSource time, Duration pause, Runnable step) {
        this.time = time;
        this.pause = pause;
        this.step = step;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "redis-messages");
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        schedule();
    }

    private synchronized void schedule() {
        if (!closed) {
            timer = time.schedule(pause, () -> soon(this::run));
        }
    }

    /** Runs something on the thread, once. */
    void soon(Runnable task) {
        try {
            thread.execute(() -> safely(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed; nothing is done any more", e);
        }
    }

    private void run() {
        safely(step);
        schedule();
    }

    private static void safely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.debug("Upkeep of messages failed; it is tried again", e);
        }
    }

    /** Lets go of the thread without waiting for it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        thread.shutdown();
    }
}
