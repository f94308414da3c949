package io.mychat.gateway.core.threads;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs blocking calls on other threads. Thread-safe. */
public final class AsyncCalls {

    private final Executor threads;

    /** @param threads bounded; rejects what is too much */
    public AsyncCalls(Executor threads) {
        this.threads = threads;
    }

    /**
     * Runs a call.
     *
     * @return fails with the exception of the call, or with a {@link RejectedExecutionException} when there is no place
     *     for it, or when the threads end before they begin it. Dependent stages run on the thread of the call and must not
     *     block it
     */
    public <T> CompletionStage<T> call(Callable<T> call) {
        Waiting<T> waiting = new Waiting<>(call);
        try {
            threads.execute(waiting);
        } catch (RejectedExecutionException e) {
            waiting.result.completeExceptionally(e);
        }
        return waiting.result.minimalCompletionStage();
    }

    private static final class Waiting<T> implements AwaitedTask {

        private final Callable<T> call;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Waiting(Callable<T> call) {
            this.call = call;
        }

        @Override
        public void run() {
            try {
                result.complete(call.call());
            } catch (Throwable e) { // handed to the caller
                result.completeExceptionally(e);
            }
        }

        @Override
        public void drop(DroppedTaskException reason) {
            result.completeExceptionally(reason);
        }
    }
}
