package io.mychat.gateway.core.host;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs blocking calls of the host application on other threads. Thread-safe. */
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
     *     for it. Dependent stages run on the thread of the call and must not block it
     */
    public <T> CompletionStage<T> call(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(call.call());
                } catch (Throwable e) { // handed to the caller
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result.minimalCompletionStage();
    }
}
