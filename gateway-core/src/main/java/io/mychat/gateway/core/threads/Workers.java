package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for work that may block: a virtual thread a task where the JVM has them (21 and later), else a pool. How much
 * work there may be at once is bounded by those who submit it. Thread-safe.
 *
 * <p>A moment without threads or memory does no lasting harm, and no other class of the core needs to know of it. A
 * task is run once, or {@link #execute} throws a {@link RejectedExecutionException}, never an error, and the task is
 * never run. Where the pool has a thread, a task for which the JVM gives no other waits for that one. What a task
 * throws is logged and costs no thread.
 */
public final class Workers implements Executor {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final Optional<MethodHandle> VIRTUAL = findVirtual();

    private final String name;
    private final ExecutorService threads;
    private final AtomicLong failures = new AtomicLong();
    private final RateLimitedLog failedTasks = RateLimitedLog.inSystemTime(log::error);
    /** Made while there is memory for them. */
    private final Consumer<Throwable> reporter = this::report;

    private final NoThreadException withoutMemory;
    private final String taskFailed;

    private Workers(String name, ExecutorService threads) {
        this.name = name;
        this.threads = threads;
        this.taskFailed = "A task of " + name + " failed";
        this.withoutMemory = new NoThreadException(name + " has no memory", new OutOfMemoryError());
    }

    /**
     * @param name the beginning of the threads' names
     * @param platformThreads the most threads of the pool on a JVM without virtual threads
     * @param stackBytes the stack of each of these; 0: as large as the JVM makes it
     */
    public static Workers create(String name, int platformThreads, long stackBytes) {
        return VIRTUAL.map(factory -> new Workers(name, virtual(factory)))
                .orElseGet(() -> pool(name, platformThreads, task -> new Thread(null, task, name, stackBytes)));
    }

    /** A daemon thread, even where the JVM has virtual threads, for work that may hold its thread for ever. */
    public static Workers single(String name) {
        return pool(name, 1, Thread::new);
    }

    /** Threads of the host application, which this object does not end. */
    static Workers borrowed(String name, Executor host) {
        return new Workers(name, new BorrowedExecutor(host));
    }

    /** A pool of daemon threads, also where there are virtual ones. */
    static Workers pool(String name, int size, ThreadFactory factory) {
        AtomicInteger number = new AtomicInteger();
        // That of whoever starts the gateway; a thread would else have that of the first task's plug-in.
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = factory.newThread(task);
                    thread.setName(name + "-" + number.incrementAndGet());
                    thread.setContextClassLoader(context);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return new Workers(name, pool);
    }

    /**
     * Runs the task on one of the threads.
     *
     * @throws NoThreadException when there is no thread and the JVM gives none
     * @throws RejectedExecutionException after the end
     */
    @Override
    public void execute(Runnable task) {
        Handed handed = null;
        try {
            handed = new Handed(task);
            threads.execute(handed);
        } catch (Error e) { // the one place that knows: the JVM has no thread or no memory to give
            boolean waits = handed != null && waitsForAnother(handed);
            failures.incrementAndGet();
            FaultBarrier.report(e, reporter);
            if (!waits && (handed == null || handed.take())) {
                throw refusal(e);
            }
        }
    }

    private void report(Throwable failure) {
        long times = failures.get();
        if (Long.bitCount(times) == 1) {
            log.error("{}: the JVM has given no thread, {} times so far", name, times, failure);
        }
    }

    private NoThreadException refusal(Error cause) {
        try {
            return new NoThreadException(name + " has no thread", cause);
        } catch (OutOfMemoryError e) { // not even for the refusal
            return withoutMemory;
        }
    }

    /** Whether a thread of the pool will take the task: each looks at the queue once more before it ends. */
    private boolean waitsForAnother(Handed task) {
        if (!(threads instanceof ThreadPoolExecutor pool) || pool.isShutdown()) {
            return false;
        }
        BlockingQueue<Runnable> queue = pool.getQueue();
        try {
            queue.add(task);
        } catch (OutOfMemoryError e) { // a task that does not fit into the queue is refused
            return false;
        }
        if (pool.getPoolSize() > 0 && !pool.isShutdown()) {
            return true;
        }
        queue.remove(task);
        return false;
    }

    /** Threads at work; 0 where they are virtual. */
    public int busy() {
        if (threads instanceof BorrowedExecutor borrowed) {
            return borrowed.busy();
        }
        return threads instanceof ThreadPoolExecutor pool ? pool.getActiveCount() : 0;
    }

    /** The most threads; 0 with virtual threads and with those of the host. */
    public int limit() {
        return threads instanceof ThreadPoolExecutor pool ? pool.getMaximumPoolSize() : 0;
    }

    /** Tasks that wait for a thread. */
    public int waiting() {
        return threads instanceof ThreadPoolExecutor pool ? pool.getQueue().size() : 0;
    }

    /** Times that the JVM gave no thread. */
    public long failures() {
        return failures.get();
    }

    /** Accepts no more tasks, {@linkplain AwaitedTask#drop drops} waiting tasks, and interrupts running ones. */
    public void stopNow() {
        DroppedTasks.atTheEnd(threads.shutdownNow(), new DroppedTaskException(name + " has ended"));
    }

    /** Accepts no more tasks and lets the others end. After this time it acts like {@link #stopNow()}. */
    public void stop(Duration atMost) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                stopNow();
            }
        } catch (InterruptedException e) {
            stopNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService virtual(MethodHandle factory) {
        try {
            return (ExecutorService) factory.invoke();
        } catch (Throwable e) { // as MethodHandle declares it
            throw new IllegalStateException("This JVM has virtual threads, but gives none", e);
        }
    }

    private static Optional<MethodHandle> findVirtual() {
        if (Runtime.version().feature() < 21) {
            // In 19 and 20 they are a preview that cannot be used.
            return Optional.empty();
        }
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class)));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private final class Handed extends HandedTask {

        Handed(Runnable task) {
            super(task);
        }

        @Override
        protected void run(Runnable task) {
            FaultBarrier.run(failedTasks, taskFailed, task);
        }
    }
}
