package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * Checks that the I/O threads make progress: each check submits a task to every thread without a pending one. A thread
 * that takes longer than {@link #LIMIT} is blocked, together with all its connections. This object's lock guards the
 * list of threads; each pending task has its own lock.
 */
final class IoThreadProbe implements HealthIndicator {

    static final Duration LIMIT = Duration.ofSeconds(5);

    private final SharedWorker workers;
    private final TimeSource time;
    private @Nullable XnioWorker known;
    private List<Question> questions = List.of();

    IoThreadProbe(SharedWorker workers, TimeSource time) {
        this.workers = workers;
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

    int count() {
        return questions().size();
    }

    /** The longest time of the last tasks, including tasks that still wait. */
    double slowestSeconds() {
        return questions().stream().mapToDouble(Question::seconds).max().orElse(0);
    }

    private synchronized List<Question> questions() {
        XnioWorker worker = workers.current();
        if (worker != known) {
            known = worker;
            List<Question> all = new ArrayList<>();
            for (int i = 0; worker != null && i < worker.getIoThreadCount(); i++) {
                all.add(new Question(worker.getIoThread(i)));
            }
            questions = List.copyOf(all);
        }
        return questions;
    }

    /** The last task of one thread. */
    private final class Question {

        private final XnioIoThread thread;
        private boolean open;
        private long askedAt;
        private long took;

        Question(XnioIoThread thread) {
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
