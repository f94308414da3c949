package io.mychat.gateway.transport.common;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.common.websocket.LoopThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Checks that the I/O threads make progress: each check submits a task to every thread without a pending one. A thread
 * that takes longer than {@link #LIMIT} is blocked, together with all its connections. This object's lock guards the
 * list of threads; each pending task has its own lock.
 */
public final class IoThreadProbe implements HealthIndicator {

    public static final Duration LIMIT = Duration.ofSeconds(5);

    private final Supplier<? extends List<? extends LoopThread>> threads;
    private final TimeSource time;
    private List<? extends LoopThread> known = List.of();
    private List<Question> questions = List.of();

    /** @param threads the present ones; a call from any thread */
    public IoThreadProbe(Supplier<? extends List<? extends LoopThread>> threads, TimeSource time) {
        this.threads = threads;
        this.time = time;
    }

    @Override
    public String component() {
        return "io_threads";
    }

    @Override
    public Status status() {
        boolean slow = false;
        for (Question question : questions()) {
            slow |= question.isOverdue();
            question.ask();
        }
        return slow ? Status.DEGRADED : Status.HEALTHY;
    }

    /** The number of threads. */
    public int count() {
        return questions().size();
    }

    /** The longest time of the last tasks, including tasks that still wait. */
    public double slowestSeconds() {
        return questions().stream().mapToDouble(Question::seconds).max().orElse(0);
    }

    private synchronized List<Question> questions() {
        List<? extends LoopThread> present = threads.get();
        if (!present.equals(known)) {
            known = present;
            questions = present.stream().map(Question::new).toList();
        }
        return questions;
    }

    /** The last task of one thread. */
    private final class Question {

        private final LoopThread thread;
        private boolean open;
        private long askedAt;
        private long took;

        Question(LoopThread thread) {
            this.thread = thread;
        }

        void ask() {
            synchronized (this) {
                if (open) {
                    return;
                }
                open = true;
                askedAt = time.nanoTime();
            }
            try {
                thread.execute(this::answered);
            } catch (RejectedExecutionException e) {
                answered(); // the worker is stopping
            }
        }

        private synchronized void answered() {
            open = false;
            took = time.nanoTime() - askedAt;
        }

        synchronized boolean isOverdue() {
            return open && time.nanoTime() - askedAt > LIMIT.toNanos();
        }

        synchronized double seconds() {
            return Math.max(took, open ? time.nanoTime() - askedAt : 0) / 1e9;
        }
    }
}
