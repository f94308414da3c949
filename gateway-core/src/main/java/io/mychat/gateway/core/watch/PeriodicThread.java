package io.mychat.gateway.core.watch;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.RateLimitedLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action periodically, in real time and on its own daemon thread. It is for code that supervises timers and
 * pools and therefore cannot run on them. An exception does not end the repetition. Starts once, closes once.
 */
public final class PeriodicThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeriodicThread.class);

    private final Duration every;
    private final Runnable action;
    private final Thread thread;
    private final String failed;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(log::error);
    private volatile boolean closed;

    public PeriodicThread(String threadName, Duration every, Runnable action) {
        this.every = every;
        this.action = action;
        this.thread = new Thread(this::run, threadName);
        this.failed = threadName + " failed; it is repeated";
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(every.toMillis());
            } catch (InterruptedException e) {
                // Only close() ends the thread; any other interrupt is ignored.
                log.debug("{} was interrupted", thread.getName());
                continue;
            }
            FaultBarrier.run(failures, failed, action);
        }
    }

    /** Ends the repetition. Does not wait for an action in progress. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
