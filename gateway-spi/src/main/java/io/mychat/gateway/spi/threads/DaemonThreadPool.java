package io.mychat.gateway.spi.threads;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pool of a module's own daemon threads, which end when idle. Its queue has no bound: whoever hands over tasks limits
 * their number. Thread-safe.
 *
 * <p>When the JVM has no thread or no memory to give, {@link #execute} throws a {@link RejectedExecutionException}, as
 * it does after the end, and the task is never run. Callers need to know of no {@link OutOfMemoryError}.
 *
 * @since 0.1.0
 */
public final class DaemonThreadPool extends ThreadPoolExecutor {

    private static final String NO_THREAD = "the JVM has no thread or no memory to give";

    /**
     * @param name the name of the threads, which are numbered: {@code name-1}
     * @param size the largest number of threads
     * @param idle the time for which a thread waits for a task before it ends
     */
    public DaemonThreadPool(String name, int size, Duration idle) {
        this(name, size, idle, Thread::new);
    }

    DaemonThreadPool(String name, int size, Duration idle, ThreadFactory threads) {
        super(size, size, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());
        AtomicInteger number = new AtomicInteger();
        // Not that of whoever hands over the first task, which may be a plug-in.
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        setThreadFactory(task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name + "-" + number.incrementAndGet());
            thread.setContextClassLoader(context);
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        try {
            super.execute(task);
        } catch (OutOfMemoryError e) { // the one place that knows: the JVM has no thread to give
            throw new RejectedExecutionException(NO_THREAD, e);
        }
    }
}
