package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the seats of ended sessions back to the store, on other threads: a few take one after the other from a queue, and
 * linger for a moment when it is empty, because a crowd that leaves at once must not cost a wake-up for each. The queue is
 * never longer than the connections that were open. Thread-safe.
 */
final class Unbinder {

    private static final Logger log = LoggerFactory.getLogger(Unbinder.class);
    private static final int MOST_WORKERS = 4;
    /** One more worker for so many that wait: a store may answer slowly. */
    private static final int WAITING_PER_WORKER = 64;

    private static final long LINGER_NANOS = 2_000_000;

    private final Queue<Session> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
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
        waiting.incrementAndGet();
        startWorker();
    }

    private void startWorker() {
        int busy = workers.get();
        while (busy == 0 || (busy < MOST_WORKERS && waiting.get() > busy * WAITING_PER_WORKER)) {
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
            drain();
            LockSupport.parkNanos(LINGER_NANOS);
            drain();
        } finally {
            workers.decrementAndGet();
        }
        if (!ended.isEmpty()) {
            // Came after the last look, and found a worker.
            startWorker();
        }
    }

    private void drain() {
        for (Session session = ended.poll(); session != null; session = ended.poll()) {
            waiting.decrementAndGet();
            remove(session);
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
