package io.mychat.gateway.core.watch;

import io.mychat.gateway.core.threads.FaultBarrier;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, in real time and on a daemon thread of its own: for what looks after timers and pools and
 * so cannot run on them. Whatever an action throws, the next one comes. Starts once, closes once.
 */
public final class PeriodicThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeriodicThread.class);

    private final Duration every;
    private final Runnable action;
    private final Thread thread;
    private final String failed;
    private volatile boolean closed;

    public PeriodicThread(String threadName, Duration every, Runnable action) {
        this.every = every;
        this.action = action;
        this.thread = new Thread(this::run, threadName);
        this.failed = threadName + " failed; it goes on";
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
                // Only a close ends it; whoever else interrupts this thread did not mean to.
                log.debug("{} was interrupted", thread.getName());
                continue;
            }
            FaultBarrier.run(log, failed, action);
        }
    }

    /** Ends it soon; does not wait for an action that is under way. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
