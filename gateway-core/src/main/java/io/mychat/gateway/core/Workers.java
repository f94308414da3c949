package io.mychat.gateway.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that may block: a virtual thread a task where the JVM has them (21 and later), else a pool. How much
 * work there may be at once is bounded by those who submit it.
 */
final class Workers {

    private static final Optional<MethodHandle> VIRTUAL = findVirtual();

    private Workers() {}

    /**
     * @param platformThreads how many threads the pool may have where there are no virtual ones
     */
    static ExecutorService create(String name, int platformThreads) {
        return VIRTUAL.map(Workers::virtual).orElseGet(() -> pool(name, platformThreads));
    }

    private static ExecutorService virtual(MethodHandle factory) {
        try {
            return (ExecutorService) factory.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("This JVM has virtual threads, but gives none", e);
        }
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
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
}
