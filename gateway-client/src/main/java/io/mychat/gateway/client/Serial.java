package io.mychat.gateway.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Runs tasks one after the other on threads of another executor. Any thread may hand over a task; none waits. */
final class Serial implements Executor {

    private static final int TURN = 64;

    private final Executor executor;
    private final Consumer<Throwable> report;
    private final BiConsumer<Runnable, Runnable> refused;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param refused is called when the executor takes nothing: with what tries it again, and with what does the work on the spot */
    Serial(Executor executor, Consumer<Throwable> report, BiConsumer<Runnable, Runnable> refused) {
        this.executor = executor;
        this.report = report;
        this.refused = refused;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            start();
        }
    }

    private void start() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) { // the JVM may have no thread to give
            refused.accept(this::start, this::turn);
        }
    }

    private void turn() {
        for (int done = 0; done < TURN; done++) {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (Throwable failure) { // of a listener, a store or a token source: the others go on
                report.accept(failure);
            }
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        start();
    }
}
