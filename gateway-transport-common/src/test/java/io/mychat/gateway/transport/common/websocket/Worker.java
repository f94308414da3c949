package io.mychat.gateway.transport.common.websocket;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread as a loop, without sockets. */
final class Worker implements LoopThread, AutoCloseable {

    private volatile @Nullable Thread thread;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread made = new Thread(work, "a-test's-loop");
                thread = made;
                return made;
            });

    /** What a test does on the thread. */
    @FunctionalInterface
    interface Task {

        void run() throws Exception;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public boolean isAlive() {
        return !executor.isShutdown();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void executeAfterLook(Runnable task) {
        executor.execute(task);
    }

    /** Runs it on the thread and waits for it; throws what it throws. */
    void run(Task task) throws Exception {
        Callable<Boolean> done = () -> {
            task.run();
            return true;
        };
        executor.submit(done).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
