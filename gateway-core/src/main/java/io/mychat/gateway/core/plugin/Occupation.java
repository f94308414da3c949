package io.mychat.gateway.core.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One call of a plug-in, and whether it holds its thread after its time. Thread-safe. */
final class Occupation {

    private enum State {
        WAITING,
        RUNNING,
        ENDED,
        /** Nobody waits for it any more, and it does not heed its interruption. */
        STUCK
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicInteger stuck;

    /** @param stuck counts the threads that are held */
    Occupation(AtomicInteger stuck) {
        this.stuck = stuck;
    }

    <T> T during(Callable<T> call) throws Exception {
        state.set(State.RUNNING);
        try {
            return call.call();
        } finally {
            if (!state.compareAndSet(State.RUNNING, State.ENDED)) {
                stuck.decrementAndGet();
            }
        }
    }

    /** The caller has an answer: the call's, or that it is late. */
    void answered() {
        if (state.compareAndSet(State.RUNNING, State.STUCK)) {
            stuck.incrementAndGet();
        }
    }
}
