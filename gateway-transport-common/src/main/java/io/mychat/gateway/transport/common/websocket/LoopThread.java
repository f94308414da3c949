package io.mychat.gateway.transport.common.websocket;

import java.util.concurrent.RejectedExecutionException;

/** One I/O thread. Two objects are equal when they are the same thread. Thread-safe. */
public interface LoopThread {

    /** Whether the caller runs on it. */
    boolean isCurrent();

    /** Whether it has not ended. */
    boolean isAlive();

    /**
     * Runs a task on it soon.
     *
     * @throws RejectedExecutionException when the thread is ending, and all its connections with it
     */
    void execute(Runnable task);

    /**
     * Runs a task on it after a look at all of its sockets. Called on the thread.
     *
     * @throws RejectedExecutionException as {@link #execute}
     */
    void executeAfterLook(Runnable task);
}
