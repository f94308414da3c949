package io.mychat.gateway.core.http.events;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls for one connection one after the other, on the threads that bring them. A thread that comes during a call
 * leaves its own to the thread that is busy, so no thread waits, and no lock is held during a call. The monitor guards the
 * queue.
 */
final class SerialCalls {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Runs a call now, or after the one that is running. What a call throws, it handles itself. */
    void run(Runnable call) {
        @Nullable Runnable next = call;
        synchronized (this) {
            if (busy) {
                waiting.add(call);
                return;
            }
            busy = true;
        }
        while (next != null) {
            next.run();
            next = takeNext();
        }
    }

    private synchronized @Nullable Runnable takeNext() {
        Runnable next = waiting.poll();
        busy = next != null;
        return next;
    }
}
