package io.mychat.gateway.core.threads;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A caller's task with what an executor of the gateway does around it. It is taken once: by a thread, or back when it is
 * refused or dropped. It may be in a pool's queue twice. Thread-safe.
 */
public abstract class HandedTask implements AwaitedTask {

    private final AtomicBoolean taken = new AtomicBoolean();
    private final Runnable task;

    protected HandedTask(Runnable task) {
        this.task = task;
    }

    /** Takes the task, for a thread or back. Returns false when it was taken before. */
    public final boolean take() {
        return taken.compareAndSet(false, true);
    }

    @Override
    public final void run() {
        if (take()) {
            run(task);
        }
    }

    @Override
    public final void drop(DroppedTaskException reason) {
        if (take()) {
            dropped();
            if (task instanceof AwaitedTask awaited) {
                awaited.drop(reason);
            }
        }
    }

    /** Runs the caller's task. */
    protected abstract void run(Runnable callersTask);

    /** The task is never run; whoever waits for it hears of it next. */
    protected void dropped() {}
}
