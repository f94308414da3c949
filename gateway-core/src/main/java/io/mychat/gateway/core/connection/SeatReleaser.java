package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns the seats of ended sessions to the store, on other threads. A few workers take sessions from one queue. A
 * worker lingers for a moment when the queue is empty, because a crowd that leaves at once must not cost a wake-up for
 * each session. After a while a worker gives up its thread and asks for a new one, behind the tasks that wait for the
 * same threads. The queue is never longer than the number of connections that were open. Thread-safe.
 */
final class SeatReleaser {

    private static final Logger log = LoggerFactory.getLogger(SeatReleaser.class);
    private static final int MOST_WORKERS = 4;
    /** The waiting sessions for which one more worker is started, since a store may answer slowly. */
    private static final int WAITING_PER_WORKER = 64;

    private static final long LINGER_NANOS = 2_000_000;
    /** The time after which a worker gives up its thread, at the earliest after one session. */
    private static final long SLICE_NANOS = 20_000_000;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Queue<Session> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final SessionStore store;
    private final Executor executor;
    private final TimeSource time;
    private final RateLimitedLog unreachable;
    private final RateLimitedLog failed;
    private final Runnable worker = this::work;

    /** @param executor runs what may block */
    SeatReleaser(SessionStore store, Executor executor, TimeSource time) {
        this.store = store;
        this.executor = executor;
        this.time = time;
        this.unreachable = new RateLimitedLog(log::warn, time);
        this.failed = RateLimitedLog.withCauses(log::warn, time);
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
                getThread();
                return;
            }
            busy = workers.get();
        }
    }

    /** For a worker that has been counted. */
    private void getThread() {
        try {
            executor.execute(worker);
        } catch (NoThreadException e) {
            workers.decrementAndGet();
            log.debug("Seats are given back when there is a thread for it", e);
            retryLater();
        } catch (RejectedExecutionException e) {
            // The gateway stops; this thread is as good as any.
            try {
                drain(Long.MAX_VALUE);
            } finally {
                workers.decrementAndGet();
            }
        }
    }

    private void retryLater() {
        if (retrying.compareAndSet(false, true)) {
            time.schedule(RETRY, () -> {
                retrying.set(false);
                if (!ended.isEmpty()) {
                    startWorker();
                }
            });
        }
    }

    private void work() {
        boolean more = false;
        try {
            more = drain(SLICE_NANOS);
            if (!more) {
                LockSupport.parkNanos(LINGER_NANOS);
                more = drain(SLICE_NANOS);
            }
        } finally {
            if (!more) {
                workers.decrementAndGet();
            }
        }
        if (more) {
            getThread();
        } else if (!ended.isEmpty()) {
            // Came after the last look, and found a worker.
            startWorker();
        }
    }

    /**
     * Gives back at least one seat if any waits.
     *
     * @return whether the time was over before all were given back
     */
    private boolean drain(long atMostNanos) {
        long begin = System.nanoTime();
        for (Session session = ended.poll(); session != null; session = ended.poll()) {
            waiting.decrementAndGet();
            remove(session);
            if (System.nanoTime() - begin >= atMostNanos) {
                return !ended.isEmpty();
            }
        }
        return false;
    }

    private void remove(Session session) {
        FaultBarrier.run(() -> store.remove(session), failure -> report(session, failure));
    }

    private void report(Session session, Throwable failure) {
        if (failure instanceof StoreUnavailableException) {
            log.debug("Session {} is removed from the store later", session.id(), failure);
            unreachable.log(
                    "The store cannot be reached: a session that has ended is removed there when it answers again");
        } else {
            failed.log("Session " + session.id() + " could not be removed from the store; it expires there", failure);
        }
    }
}
