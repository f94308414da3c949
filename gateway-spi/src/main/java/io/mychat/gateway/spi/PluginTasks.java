package io.mychat.gateway.spi;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs tasks of a plug-in on its own threads, where they may block. Thread-safe. A stop of the plug-in cancels what
 * waits and interrupts what runs. What a task throws is logged.
 *
 * <p>{@link #execute} throws a {@link java.util.concurrent.RejectedExecutionException} when too many tasks run and wait
 * already, see {@link PluginContext}.
 *
 * @since 0.1.0
 */
public interface PluginTasks extends Executor {

    /**
     * Runs a task once.
     *
     * @param delay zero or more
     * @throws java.util.concurrent.RejectedExecutionException when the plug-in has {@code plugins.max_timers} already
     */
    Scheduled after(Duration delay, Runnable task);

    /**
     * Runs a task again and again, each time {@code pause} after the previous one has ended, the first time after {@code
     * pause}.
     *
     * @param pause positive
     * @throws java.util.concurrent.RejectedExecutionException when the plug-in has {@code plugins.max_timers} already
     */
    Scheduled every(Duration pause, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {

        /** Does not run the task again. Does not interrupt it. */
        void cancel();
    }
}
