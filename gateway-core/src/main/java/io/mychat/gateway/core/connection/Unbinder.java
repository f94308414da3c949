package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the seats of ended sessions back to the store, on other threads: a few take one after the other from a queue, because
 * a crowd that leaves at once must not cost a change of threads for each. The queue is never longer than the connections that
 * were open. Thread-safe.
 */
final class Unbinder {

    private static final Logger log = LoggerFactory.getLogger(Unbinder.class);
    private static final int MOST_WORKERS = 4;

    private final Queue<Session> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final SessionStore store;
    private final Executor executor;

    /** @param executor runs what may block */
    Unbinder(SessionStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    void later(Session session) {
        ended.add(session);
        startWorker();
    }

    private void startWorker() {
        int busy = workers.get();
        while (busy < MOST_WORKERS) {
            if (workers.compareAndSet(busy, busy + 1)) {
                try {
                    executor.execute(this::work);
                } catch (RejectedExecutionException e) {
                    // The gateway stops; this thread is as good as any.
                    work();
                }
                return;
            }
            busy = workers.get();
        }
    }

    private void work() {
        try {
            for (Session session = ended.poll(); session != null; session = ended.poll()) {
                remove(session);
            }
        } finally {
            workers.decrementAndGet();
        }
        if (!ended.isEmpty()) {
            // Came after the last look, and found all workers busy.
            startWorker();
        }
    }

    private void remove(Session session) {
        try {
            store.remove(session);
        } catch (RuntimeException e) {
            log.warn("Session {} could not be removed from the store; it expires there", session.id(), e);
        }
    }
}
