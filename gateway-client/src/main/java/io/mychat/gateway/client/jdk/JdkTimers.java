package io.mychat.gateway.client.jdk;

import io.mychat.gateway.client.port.Timers;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The clock of the machine and one daemon thread. After {@link #close} tasks are refused or dropped.
 *
 * @since 0.1.0
 */
public final class JdkTimers implements Timers, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    public JdkTimers() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gateway-client");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public Runnable setTimeout(Runnable task, long ms) {
        Future<?> timer = executor.schedule(task, ms, TimeUnit.MILLISECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
