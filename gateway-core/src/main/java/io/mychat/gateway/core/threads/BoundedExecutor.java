package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Bounds how many tasks an executor has at a time: one more is rejected, and none waits. Thread-safe. */
public final class BoundedExecutor implements Executor, MetricSource {

    private final String name;
    private final Executor executor;
    private final int limit;
    private final AtomicInteger tasks = new AtomicInteger();
    private final LongAdder rejected = new LongAdder();

    /**
     * @param name the metrics' label {@code pool}
     * @param executor runs what it takes, or throws and never runs it
     * @param limit at least 1
     */
    public BoundedExecutor(String name, Executor executor, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        this.name = name;
        this.executor = executor;
        this.limit = limit;
    }

    /**
     * Runs the task.
     *
     * @throws RejectedExecutionException when there are too many already, and as the executor
     */
    @Override
    public void execute(Runnable task) {
        if (tasks.incrementAndGet() > limit) {
            tasks.decrementAndGet();
            rejected.increment();
            throw new RejectedExecutionException("there are " + limit + " tasks already");
        }
        boolean isTaken = false;
        try {
            executor.execute(new Counted(task));
            isTaken = true;
        } finally {
            if (!isTaken) {
                tasks.decrementAndGet();
                rejected.increment();
            }
        }
    }

    /** A task with its place. */
    private final class Counted extends HandedTask {

        Counted(Runnable task) {
            super(task);
        }

        @Override
        protected void run(Runnable task) {
            try {
                task.run();
            } finally {
                tasks.decrementAndGet();
            }
        }

        @Override
        protected void dropped() {
            tasks.decrementAndGet();
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("pool_tasks", "Tasks that run or wait for a thread.", Math.min(limit, tasks.get()))
                        .with("pool", name),
                Metric.gauge("pool_tasks_limit", "Most tasks that run or wait.", limit)
                        .with("pool", name),
                Metric.counter(
                                "pool_tasks_rejected_total",
                                "Tasks refused at the limit or for want of a thread.",
                                rejected.sum())
                        .with("pool", name));
    }
}
