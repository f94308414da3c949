package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.AlertService.AlertThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the module: one that evaluates, and one for each channel that sends. */
final class WorkerThreads {

    /** Looks, reloads and receipts; a store that does not answer makes them wait. */
    private static final int ENGINE_TASKS = 10_000;
    /** More than there are channels, because a replaced one may still be sending. */
    private static final int MOST_SENDING = 128;

    private static final long IDLE_SECONDS = 30;
    private static final long LAST_TASKS_SECONDS = 2;

    private WorkerThreads() {}

    static AlertThreads create() {
        ExecutorService engine = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(ENGINE_TASKS), named("gateway-alerts"));
        ExecutorService channels = new ThreadPoolExecutor(
                0,
                MOST_SENDING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("gateway-alerts-channel"));
        return new AlertThreads(engine, channels, () -> {
            channels.shutdownNow();
            end(engine);
        });
    }

    /** Its last tasks give claims back, which other nodes then take at once. */
    private static void end(ExecutorService engine) {
        engine.shutdown();
        try {
            engine.awaitTermination(LAST_TASKS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.shutdownNow();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
