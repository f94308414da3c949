package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.hook.Hook;
import io.mychat.gateway.core.threads.AwaitedTask;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.core.threads.DroppedTasks;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.threads.HandedTask;
import io.mychat.gateway.core.threads.InterruptibleCall;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bulkhead of one plug-in: its own threads, with a bound on what runs and waits. All code of the plug-in runs here.
 * The threads are never used for anything else, so that their thread-locals end with the plug-in. Thread-safe.
 */
public final class PluginThreads implements Executor, Hook.Calls {

    private static final Logger log = LoggerFactory.getLogger(PluginThreads.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** How long an interrupted thread may take to end. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final String plugin;
    private final ClassLoader loader;
    private final DaemonThreadPool pool;
    /** Of start, reload and stop, which do not wait behind what blocks. */
    private final DaemonThreadPool life;

    private final int limit;
    private final TimeSource time;
    private final RateLimitedLog failures;
    private final AtomicInteger tasks = new AtomicInteger();
    /** Threads whose calls are late and go on. */
    private final AtomicInteger stuck = new AtomicInteger();

    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();

    PluginThreads(String plugin, PluginLimits limits, ClassLoader loader, TimeSource time) {
        this.plugin = plugin;
        this.loader = loader;
        this.pool = new DaemonThreadPool("plugin-" + plugin, limits.threads(), IDLE);
        this.life = new DaemonThreadPool("plugin-" + plugin + "-life", 1, IDLE);
        this.limit = limits.threads() + limits.queueSize();
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::error, time);
    }

    /**
     * Runs a task; what it throws is logged.
     *
     * @throws RejectedExecutionException when there are too many already, when none of the threads will come back, or when
     *     the plug-in has stopped
     */
    @Override
    public void execute(Runnable task) {
        if (stuck.get() >= pool.getMaximumPoolSize()) {
            rejected.increment();
            throw new RejectedExecutionException(
                    "all threads of the plug-in " + plugin + " are held by calls that do not heed their interruption");
        }
        if (tasks.incrementAndGet() > limit) {
            tasks.decrementAndGet();
            rejected.increment();
            throw new RejectedExecutionException("the plug-in " + plugin + " has " + limit + " tasks already");
        }
        try {
            handOver(task);
        } catch (RejectedExecutionException e) {
            rejected.increment();
            throw e;
        }
    }

    /**
     * Completes a stage for the plug-in. It has a place also when there are too many tasks: otherwise the stage would never
     * end. Calls of a host are bounded where they begin.
     *
     * @throws RejectedExecutionException when the JVM gives no thread, or the plug-in has stopped
     */
    void complete(AwaitedTask completion) {
        tasks.incrementAndGet();
        handOver(completion);
    }

    /** Hands over a task that has a place, and gives the place back when it is not taken. */
    private void handOver(Runnable task) {
        Held held = null;
        boolean isTaken = false;
        try {
            held = new Held(task);
            pool.execute(held);
            isTaken = true;
        } finally {
            if (!isTaken && (held == null || held.take())) {
                tasks.decrementAndGet();
            }
        }
    }

    /** A task with its place. */
    private final class Held extends HandedTask {

        Held(Runnable task) {
            super(task);
        }

        @Override
        protected void run(Runnable task) {
            ClassLoader before = enter();
            try {
                FaultBarrier.run(task, PluginThreads.this::failed);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
                tasks.decrementAndGet();
            }
        }

        @Override
        protected void dropped() {
            tasks.decrementAndGet();
        }
    }

    /**
     * The thread's class loader is the plug-in's.
     *
     * @return the thread's own, to be set again: a thread that ends is not one that the plug-in has left behind
     */
    private ClassLoader enter() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        return before;
    }

    /** Logs a failure of the plug-in that nobody else hears of. */
    @Override
    public void failed(Throwable failure) {
        failed.increment();
        failures.log("Plug-in " + plugin + " failed", PluginFailure.causeOf(failure));
    }

    /**
     * Calls the plug-in. A cancellation of the stage interrupts the call.
     *
     * @return fails with a {@link DroppedTaskException} when the plug-in stops before the call has begun
     * @throws RejectedExecutionException as {@link #execute}
     */
    public <T> InterruptibleCall<T> call(Callable<T> call) {
        Occupation occupation = new Occupation(stuck);
        InterruptibleCall<T> begun = InterruptibleCall.on(this, () -> occupation.during(call));
        CompletionStage<T> answer = begun;
        answer.whenComplete((result, failure) -> occupation.answered());
        return begun;
    }

    /**
     * Calls the plug-in on a thread that no other call uses.
     *
     * @throws RejectedExecutionException when the JVM gives no thread, or the plug-in has stopped
     */
    <T> InterruptibleCall<T> callAside(Callable<T> call) {
        return InterruptibleCall.on(life, () -> {
            ClassLoader before = enter();
            try {
                return call.call();
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        });
    }

    /**
     * Calls the plug-in within a time.
     *
     * @param what the call in the message of the {@link TimeoutException} with which the stage fails when it is late; it
     *     is interrupted then
     * @return fails also with the exception of the call, and with a {@link RejectedExecutionException}
     */
    @Override
    public <T> CompletionStage<T> call(String what, Duration deadline, Callable<T> call) {
        InterruptibleCall<T> begun;
        try {
            begun = call(call);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
        TimeSource.Timer timer = time.schedule(deadline, () -> {
            if (begun.abandon(new TimeoutException(what + " took longer than " + deadline.toMillis() + " ms"))) {
                late.increment();
            }
        });
        return begun.whenComplete((result, failure) -> timer.cancel());
    }

    /**
     * Interrupts what runs, {@linkplain AwaitedTask#drop drops} what waits, and waits for the threads. Returns whether all
     * of them have ended.
     */
    boolean stop() {
        DroppedTaskException stopped = new DroppedTaskException("the plug-in " + plugin + " has stopped");
        DroppedTasks.atTheEnd(pool.shutdownNow(), stopped);
        DroppedTasks.atTheEnd(life.shutdownNow(), stopped);
        try {
            return pool.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)
                    && life.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pool.isTerminated() && life.isTerminated();
        }
    }

    List<Metric> metrics() {
        return List.of(
                Metric.gauge("plugin_tasks", "Handlers, hooks and tasks of the plug-in that run or wait.", tasks.get()),
                Metric.gauge("plugin_tasks_limit", "Most tasks of the plug-in that run or wait.", limit),
                Metric.gauge("plugin_threads_busy", "Threads of the plug-in at work.", pool.getActiveCount()),
                Metric.gauge("plugin_threads_limit", "Most threads of the plug-in.", pool.getMaximumPoolSize()),
                Metric.counter("plugin_rejected_total", "Calls of the plug-in that had no place.", rejected.sum()),
                Metric.counter("plugin_late_total", "Calls of the plug-in that exceeded their time.", late.sum()),
                Metric.counter(
                        "plugin_failures_total",
                        "Failed tasks, listeners, hooks, reloads and stops of the plug-in.",
                        failed.sum()));
    }
}
