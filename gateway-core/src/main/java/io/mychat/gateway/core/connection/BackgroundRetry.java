package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries store operations whose caller cannot retry. While the store cannot be reached, an operation is tried again after
 * growing pauses, for four minutes in all. At most 10,000 operations wait. One more, and one whose time is over, is abandoned
 * with a warning. An operation must tolerate a second execution; operations that wait when the gateway stops are dropped.
 * Thread-safe.
 */
public final class BackgroundRetry {

    private static final Logger log = LoggerFactory.getLogger(BackgroundRetry.class);
    private static final int MOST_WAITING = 10_000;
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2));

    private final Executor executor;
    private final TimeSource time;
    private final RateLimitedLog abandoned;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param executor runs what may block */
    public BackgroundRetry(Executor executor, TimeSource time) {
        this.executor = executor;
        this.time = time;
        this.abandoned = new RateLimitedLog(log::warn, time);
    }

    /**
     * What is to be done.
     *
     * @param ifGivenUp what is done instead when the store stays away for too long, or too many tasks wait
     */
    private record Task(Runnable action, Runnable ifGivenUp) {}

    /** Runs the action on this thread, and repeats it on others. */
    void now(Runnable action) {
        attempt(new Task(action, () -> {}), 0);
    }

    /**
     * As {@link #now(Runnable)}.
     *
     * @param ifGivenUp runs instead, without blocking, when the action cannot be done
     */
    void now(Runnable action, Runnable ifGivenUp) {
        attempt(new Task(action, ifGivenUp), 0);
    }

    /** Runs the action on another thread. */
    public void soon(Runnable action) {
        submit(new Task(action, () -> {}), 0);
    }

    /** Runs the action after the first pause, for a caller that has just tried it. */
    public void later(Runnable action) {
        again(new Task(action, () -> {}), 0);
    }

    private void submit(Task task, int tried) {
        try {
            executor.execute(() -> attempt(task, tried));
        } catch (NoThreadException e) {
            log.debug("There is no thread for it now", e);
            again(task, tried);
        } catch (RejectedExecutionException e) {
            log.debug("The gateway stops", e);
        }
    }

    private void attempt(Task task, int tried) {
        try {
            task.action().run();
        } catch (StoreUnavailableException e) {
            log.debug("The store cannot be reached", e);
            again(task, tried);
        } catch (RuntimeException e) {
            log.warn("A session or token could not be ended in the store", e);
            task.ifGivenUp().run();
        }
    }

    private void again(Task task, int tried) {
        if (tried == PAUSES.size()) {
            giveUp(task, "A session or token could not be checked or ended: the store has been away for too long");
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            giveUp(task, "A session or token could not be checked or ended: too many wait for the store");
            return;
        }
        TimeSource.Timer unused = time.schedule(PAUSES.get(tried), () -> {
            waiting.decrementAndGet();
            submit(task, tried + 1);
        });
    }

    private void giveUp(Task task, String why) {
        abandoned.log(why);
        task.ifGivenUp().run();
    }
}
