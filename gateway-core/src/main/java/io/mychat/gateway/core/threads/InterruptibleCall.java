package io.mychat.gateway.core.threads;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A call on another thread. A cancellation of the stage interrupts the thread, or withdraws the call. An executor that
 * ends before it begins the call fails the stage with a {@link DroppedTaskException}. Thread-safe.
 */
public final class InterruptibleCall<T> extends CompletableFuture<T> {

    private final Task task;

    private InterruptibleCall(Callable<T> call) {
        this.task = new Task(() -> run(call));
    }

    private final class Task extends FutureTask<@Nullable Void> implements AwaitedTask {

        Task(Runnable task) {
            super(task, null);
        }

        @Override
        public void drop(DroppedTaskException reason) {
            InterruptibleCall.this.completeExceptionally(reason);
        }
    }

    /**
     * Hands the call over.
     *
     * @throws java.util.concurrent.RejectedExecutionException as the executor
     */
    public static <T> InterruptibleCall<T> on(Executor executor, Callable<T> call) {
        InterruptibleCall<T> begun = new InterruptibleCall<>(call);
        executor.execute(begun.task);
        return begun;
    }

    private void run(Callable<T> call) {
        try {
            complete(call.call());
        } catch (Throwable e) { // the stage says what was thrown
            completeExceptionally(e);
        }
    }

    /**
     * Fails the stage and interrupts the call, unless it has ended.
     *
     * @return whether it had not ended
     */
    public boolean abandon(Throwable reason) {
        boolean first = completeExceptionally(reason);
        if (first) {
            task.cancel(true);
        }
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        task.cancel(mayInterruptIfRunning);
        return cancelled;
    }
}
