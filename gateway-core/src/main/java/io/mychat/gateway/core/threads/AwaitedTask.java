package io.mychat.gateway.core.threads;

import java.util.concurrent.RejectedExecutionException;

/**
 * A task that somebody waits for. An executor of the gateway that ends before it has begun the task calls {@link #drop},
 * and never {@link #run()}: a task that is dropped in silence would keep its caller waiting for ever.
 */
public interface AwaitedTask extends Runnable {

    /** Tells whoever waits that the task is never run. May run code that depends on the task, and must not block. */
    void drop(RejectedExecutionException reason);

    /** Drops a task, if somebody waits for it. */
    static void drop(Runnable task, RejectedExecutionException reason) {
        if (task instanceof AwaitedTask awaited) {
            awaited.drop(reason);
        }
    }
}
