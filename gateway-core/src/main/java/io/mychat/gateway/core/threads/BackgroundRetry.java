package io.mychat.gateway.core.threads;

import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries store operations whose caller cannot retry. While the store cannot be reached, an operation is tried again
 * after growing pauses, for a limited time, and a limited number of operations wait. One more, and one whose time is
 * over, is abandoned with a warning. An operation must tolerate a second execution; operations that wait when the
 * gateway stops are dropped. Thread-safe.
 */
public final class BackgroundRetry implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(BackgroundRetry.class);
    /**
     * Not a doubling back-off: a store that restarts is found within a second, and one that stays away costs little.
     */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2));

    private final StoreRetryLimits limits;
    private final Executor executor;
    private final TimeSource time;
    private final RateLimitedLog abandoned;
    private final RateLimitedLog failed;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder givenUp = new LongAdder();

    /** @param executor runs what may block */
    public BackgroundRetry(StoreRetryLimits limits, Executor executor, TimeSource time) {
        this.limits = limits;
        this.executor = executor;
        this.time = time;
        this.abandoned = new RateLimitedLog(log::warn, time);
        this.failed = RateLimitedLog.withCauses(log::warn, time);
    }

    /**
     * An operation to repeat until it succeeds.
     *
     * @param ifGivenUp the action instead, when the store is unavailable for too long or too many tasks wait
     */
    private record Task(Runnable action, Runnable ifGivenUp) {}

    /** Runs the action on this thread, and repeats it on others. */
    public void now(Runnable action) {
        attempt(new Task(action, () -> {}), 0);
    }

    /**
     * As {@link #now(Runnable)}.
     *
     * @param ifGivenUp runs instead, without blocking, when the action cannot be done
     */
    public void now(Runnable action, Runnable ifGivenUp) {
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
            failed.log("A session or token could not be ended in the store", e);
            task.ifGivenUp().run();
        }
    }

    private void again(Task task, int tried) {
        Duration pause = pause(tried);
        if (sumOfPauses(tried).plus(pause).compareTo(limits.retryPeriod()) > 0) {
            giveUp(task, "A session or token could not be checked or ended: the store has been away for too long");
            return;
        }
        if (waiting.incrementAndGet() > limits.maxPendingRetries()) {
            waiting.decrementAndGet();
            giveUp(task, "A session or token could not be checked or ended: too many wait for the store");
            return;
        }
        TimeSource.Timer unused = time.schedule(pause, () -> {
            waiting.decrementAndGet();
            submit(task, tried + 1);
        });
    }

    /** The last pause is repeated. */
    private static Duration pause(int tried) {
        return PAUSES.get(Math.min(tried, PAUSES.size() - 1));
    }

    private static Duration sumOfPauses(int tried) {
        Duration sum = Duration.ZERO;
        for (int i = 0; i < tried; i++) {
            sum = sum.plus(pause(i));
        }
        return sum;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("store_retries_waiting", "Store operations that wait for a retry.", waiting.get()),
                Metric.gauge(
                        "store_retries_waiting_limit",
                        "Most store operations that wait for a retry.",
                        limits.maxPendingRetries()),
                Metric.counter(
                        "store_retries_abandoned_total",
                        "Store operations given up after too many failures or too long a time.",
                        givenUp.sum()));
    }

    private void giveUp(Task task, String why) {
        givenUp.increment();
        abandoned.log(why);
        task.ifGivenUp().run();
    }
}
