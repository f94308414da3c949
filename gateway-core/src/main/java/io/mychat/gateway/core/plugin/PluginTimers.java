package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.PluginTasks;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The background tasks of one plug-in. Thread-safe. */
final class PluginTimers implements PluginTasks {

    private static final Logger log = LoggerFactory.getLogger(PluginTimers.class);

    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final PluginThreads threads;
    private final int limit;
    private final TimeSource time;
    private final BooleanSupplier isOpen;

    PluginTimers(PluginThreads threads, int limit, TimeSource time, BooleanSupplier isOpen) {
        this.threads = threads;
        this.limit = limit;
        this.time = time;
        this.isOpen = isOpen;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(Objects.requireNonNull(task, "task"));
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        return schedule(new Pending(delay, Objects.requireNonNull(task, "task"), false));
    }

    @Override
    public Scheduled every(Duration pause, Runnable task) {
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("pause must be positive: " + pause);
        }
        return schedule(new Pending(pause, Objects.requireNonNull(task, "task"), true));
    }

    private Pending schedule(Pending one) {
        if (pending.size() >= limit) {
            throw new RejectedExecutionException("plugins.max_timers: " + limit + " tasks wait for their time already");
        }
        pending.add(one);
        one.start();
        if (!isOpen.getAsBoolean()) {
            one.cancel();
            throw new IllegalStateException("the plug-in has stopped");
        }
        return one;
    }

    int size() {
        return pending.size();
    }

    void cancelAll() {
        pending.forEach(Pending::cancel);
    }

    /** A task and its timer; its lock guards the timer. */
    private final class Pending implements Scheduled {

        private final Duration pause;
        private final Runnable task;
        private final boolean repeats;
        private boolean cancelled;
        private TimeSource.@Nullable Timer timer;

        Pending(Duration pause, Runnable task, boolean repeats) {
            this.pause = pause;
            this.task = task;
            this.repeats = repeats;
        }

        synchronized void start() {
            if (!cancelled) {
                timer = time.schedule(pause, this::due);
            }
        }

        private void due() {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException e) {
                log.debug("A task of a plug-in had no place, and is left out once", e);
                next();
            }
        }

        private void run() {
            try {
                task.run();
            } finally {
                next();
            }
        }

        private void next() {
            if (repeats) {
                start();
            } else {
                cancel();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            pending.remove(this);
            TimeSource.Timer known = timer;
            if (known != null) {
                known.cancel();
            }
        }
    }
}
