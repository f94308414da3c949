package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats an action, each time a fixed delay after the previous execution has ended. This object's lock guards its
 * state.
 */
public final class FixedDelayTask {

    private static final Logger log = LoggerFactory.getLogger(FixedDelayTask.class);

    private final TimeSource time;
    private final Duration every;
    private final Executor executor;
    private final Runnable action;
    private final RateLimitedLog threadless;
    private final RateLimitedLog failures;

    private TimeSource.@Nullable Timer pending;
    private boolean stopped;

    /**
     * @param executor runs the action, which may block
     */
    public FixedDelayTask(TimeSource time, Duration every, Executor executor, Runnable action) {
        this.time = time;
        this.threadless = RateLimitedLog.withCauses(log::warn, time);
        this.failures = RateLimitedLog.withCauses(log::error, time);
        this.every = every;
        this.executor = executor;
        this.action = action;
    }

    public synchronized void start() {
        if (!stopped) {
            pending = time.schedule(every, this::begin);
        }
    }

    public synchronized void stop() {
        stopped = true;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void begin() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            if (!isStopped()) {
                threadless.log("A repeated action is left out once, since there is no thread for it", e);
                start();
            }
        }
    }

    private void run() {
        FaultBarrier.run(failures, "A repeated action failed", action);
        start();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }
}
