package io.mychat.gateway.core.threads;

/**
 * A task that somebody waits for. An executor of the gateway that ends before it has begun the task calls {@link #drop},
 * and never {@link #run()}: a task that is dropped in silence would keep its caller waiting for ever.
 */
public interface AwaitedTask extends Runnable {

    /** Tells whoever waits that the task is never run. May run code that depends on the task. */
    void drop(DroppedTaskException reason);
}
