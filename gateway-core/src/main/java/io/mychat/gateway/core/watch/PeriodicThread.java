package io.mychat.gateway.core.watch;

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
    private volatile boolean closed;

    public PeriodicThread(String threadName, Duration every, Runnable action) {
        this.every = every;
        this.action = action;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(every.toMillis());
                action.run();
            } catch (InterruptedException e) {
                // Only a close ends it; whoever else interrupts this thread did not mean to.
                log.debug("{} was interrupted", thread.getName());
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    private void failed(Throwable error) {
        try {
            log.error("{} failed; it goes on", thread.getName(), error);
        } catch (Throwable e) {
            // Not even a line of the log: what needs memory may have to wait, this thread stays.
            error.addSuppressed(e);
        }
    }

    /** Ends it soon; does not wait for an action that is under way. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
