package io.mychat.gateway.transport.jakarta.websocket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the events of one connection one after the other, on the threads that bring them. A thread that comes during an
 * event leaves its own event to the thread that is busy, so no thread waits and no lock is held during an event. The
 * monitor guards the queue.
 */
final class EventQueue {

    private final Consumer<Throwable> failed;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param failed gets what an event throws, which is a mistake */
    EventQueue(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    /** Runs an event now or after the one that is running. */
    void run(Runnable event) {
        @Nullable Runnable next = event;
        synchronized (this) {
            if (busy) {
                waiting.add(event);
                return;
            }
            busy = true;
        }
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException | Error e) { // the events behind it run, too
                failed.accept(e);
            }
            next = takeNext();
        }
    }

    private synchronized @Nullable Runnable takeNext() {
        Runnable next = waiting.poll();
        busy = next != null;
        return next;
    }
}
