package io.mychat.gateway.client.port;

import java.util.concurrent.Executor;

/**
 * Wall-clock time, which jumps when a computer wakes up, and the thread of a client's own work: short tasks that never block. {@link #execute} runs a
 * task soon. Many clients may share one.
 *
 * @since 0.1.0
 */
public interface Timers extends Executor {

    /** Milliseconds since the epoch of Unix. */
    long now();

    /**
     * Runs a task later.
     *
     * @param ms from now, in milliseconds
     * @return cancels it; afterwards it does nothing
     */
    Runnable setTimeout(Runnable task, long ms);
}
