package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.LoginOrigin;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The hashing threads and the bounded {@link LoginQueue} before them. Thread-safe: one lock guards the queue and the
 * counts, and nothing is called under it.
 *
 * <p>A started hash always runs to its end: Argon2 cannot be interrupted, and after an interrupt the library returns a
 * wrong result.
 */
final class PasswordPool implements MetricSource, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final int threads;
    private final int capacity;
    private final DaemonThreadPool executor;
    private final Object lock = new Object();
    private final LoginQueue<Job<?>> queue;
    private int busy;
    private long refused;
    private boolean closed;

    /** A check and its result. */
    private static final class Job<T> extends FutureTask<T> {

        private final AtomicBoolean failed;

        private Job(Callable<T> check, AtomicBoolean failed) {
            super(check);
            this.failed = failed;
        }

        static <T> Job<T> of(Supplier<T> work, Predicate<T> isFailure) {
            AtomicBoolean failed = new AtomicBoolean();
            return new Job<>(
                    () -> {
                        T result = work.get();
                        failed.set(isFailure.test(result));
                        return result;
                    },
                    failed);
        }
    }

    /** A pool of {@code threads} threads, which end when idle, and up to {@code capacity} waiting calls. */
    PasswordPool(int threads, int capacity) {
        this(threads, capacity, System::nanoTime);
    }

    PasswordPool(int threads, int capacity, LongSupplier nanoTime) {
        this.threads = threads;
        this.capacity = capacity;
        this.queue = new LoginQueue<>(capacity, nanoTime);
        executor = new DaemonThreadPool("gateway-password", threads, IDLE);
    }

    /**
     * Runs {@code work} on the pool and waits for its result. Empty when the work gets no place in the queue or loses
     * it, when the pool is closed, and when the caller is interrupted. After an interrupt, the flag is set again, and
     * work that has not started leaves the queue.
     *
     * @param isFailure whether a result is a wrong password, which lowers the rank of later calls of the origin
     */
    <T> Optional<T> call(String username, LoginOrigin origin, Supplier<T> work, Predicate<T> isFailure) {
        Job<T> job = Job.of(work, isFailure);
        enqueue(username, origin, job);
        try {
            return Optional.of(job.get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            synchronized (lock) {
                queue.remove(job);
            }
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the password could not be checked", e.getCause());
        }
    }

    private void enqueue(String username, LoginOrigin origin, Job<?> job) {
        List<Job<?>> lost = List.of();
        Optional<LoginQueue.Turn<Job<?>>> turn = Optional.empty();
        synchronized (lock) {
            if (closed) {
                lost = List.of(job);
            } else if (busy < threads) {
                // A thread is free, so no login waits.
                turn = Optional.of(queue.begin(username, origin, job));
                busy++;
            } else {
                lost = queue.add(username, origin, job);
            }
            refused += lost.size();
        }
        cancel(lost);
        turn.ifPresent(this::start);
    }

    private void start(LoginQueue.Turn<Job<?>> turn) {
        try {
            executor.execute(() -> work(turn));
        } catch (RejectedExecutionException e) {
            // The pool is closed, or the JVM cannot start a thread.
            List<Job<?>> waiting;
            synchronized (lock) {
                busy--;
                waiting = new ArrayList<>(queue.done(turn.source(), false));
                if (busy == 0) {
                    waiting.addAll(queue.clear());
                }
                refused += waiting.size() + 1;
            }
            cancel(List.of(turn.item()));
            cancel(waiting);
        }
    }

    private void work(LoginQueue.Turn<Job<?>> first) {
        Optional<LoginQueue.Turn<Job<?>>> turn = Optional.of(first);
        while (turn.isPresent()) {
            LoginQueue.Turn<Job<?>> now = turn.get();
            // Keeps exceptions and errors.
            now.item().run();
            List<Job<?>> lost;
            synchronized (lock) {
                lost = queue.done(now.source(), now.item().failed.get());
                refused += lost.size();
                turn = queue.next();
                busy -= turn.isEmpty() ? 1 : 0;
            }
            cancel(lost);
        }
    }

    private static void cancel(List<Job<?>> jobs) {
        jobs.forEach(job -> job.cancel(false));
    }

    /** The number of calls that wait for a thread. */
    int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    @Override
    public List<Metric> metrics() {
        synchronized (lock) {
            return List.of(
                    Metric.gauge("password_checks_running", "Passwords being hashed.", busy),
                    Metric.gauge("password_checks_running_limit", "Most passwords that are hashed at once.", threads),
                    Metric.gauge("password_checks_waiting", "Logins that wait for a password check.", queue.size()),
                    Metric.gauge(
                            "password_checks_waiting_limit", "Most logins that wait for a password check.", capacity),
                    Metric.counter(
                            "password_checks_refused_total",
                            "Logins refused because the queue of the password checks was full: 503.",
                            refused));
        }
    }

    /** Releases all waiting calls; running hashes are finished. Idempotent. */
    @Override
    public void close() {
        List<Job<?>> waiting;
        synchronized (lock) {
            closed = true;
            waiting = queue.clear();
        }
        executor.shutdown();
        cancel(waiting);
    }
}
