package io.mychat.gateway.core.threads;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An executor of the host application, seen as one that can be ended: its end drops tasks that have not begun and
 * interrupts those that run, and leaves the host's threads alone. This object's lock guards its state.
 */
final class BorrowedExecutor extends AbstractExecutorService {

    private final Executor host;
    /** The tasks on each thread; more than one where the host runs them on the calling thread. */
    private final IdentityHashMap<Thread, Integer> running = new IdentityHashMap<>();

    private boolean ended;
    /** Those that {@link #shutdownNow} has interrupted. */
    private final Set<Thread> interrupted = Collections.newSetFromMap(new IdentityHashMap<>());

    BorrowedExecutor(Executor host) {
        this.host = host;
    }

    @Override
    public void execute(Runnable task) {
        if (isShutdown()) {
            throw new RejectedExecutionException("The gateway has stopped");
        }
        host.execute(() -> {
            if (begin()) {
                try {
                    task.run();
                } finally {
                    end();
                }
            }
        });
    }

    private synchronized boolean begin() {
        if (!ended) {
            running.merge(Thread.currentThread(), 1, Integer::sum);
        }
        return !ended;
    }

    private synchronized void end() {
        running.computeIfPresent(Thread.currentThread(), (thread, tasks) -> tasks == 1 ? null : tasks - 1);
        if (!running.containsKey(Thread.currentThread()) && interrupted.remove(Thread.currentThread())) {
            // The interrupt was for the task, and the thread is the host's.
            boolean unused = Thread.interrupted();
        }
        notifyAll();
    }

    /** Threads with a task of the gateway. */
    synchronized int busy() {
        return running.size();
    }

    @Override
    public synchronized void shutdown() {
        ended = true;
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        ended = true;
        for (Thread thread : running.keySet()) {
            interrupted.add(thread);
            thread.interrupt();
        }
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return ended;
    }

    @Override
    public synchronized boolean isTerminated() {
        return ended && running.isEmpty();
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        while (!isTerminated()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }
}
