package io.mychat.gateway.tyrus;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The tasks of one connection, one after the other on threads that it shares with others. Each task gives the thread to
 * the other connections. The lock of this object guards the queue.
 */
final class SerialTasks {

    private final Executor pool;
    private final Consumer<Throwable> failures;
    private final Queue<Runnable> waiting = new ArrayDeque<>(2);
    private boolean running;

    /** @param failures told of each failed task, and of a pool that takes none */
    SerialTasks(Executor pool, Consumer<Throwable> failures) {
        this.pool = pool;
        this.failures = failures;
    }

    synchronized boolean isIdle() {
        return !running;
    }

    void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        handOver();
    }

    private void handOver() {
        try {
            pool.execute(this::runNext);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waiting.clear();
                running = false;
            }
            failures.accept(e);
        }
    }

    private void runNext() {
        Runnable task;
        synchronized (this) {
            task = waiting.poll();
        }
        try {
            if (task != null) {
                task.run();
            }
        } catch (RuntimeException | Error e) { // the thread stays, and the connection ends
            failures.accept(e);
        }
        synchronized (this) {
            if (waiting.isEmpty()) {
                running = false;
                return;
            }
        }
        handOver();
    }
}
