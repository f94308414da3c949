package io.mychat.gateway.alerts.delivery;

import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings alerts to one channel. It collects alerts for a while, makes one notification of them, sends it, and repeats a
 * failed attempt until the deadline. Meanwhile further alerts wait, one for each identity: a newer state replaces the
 * older one. Nothing here waits for the channel but the thread that sends.
 *
 * <p>Thread-safe: the monitor guards what waits, and whether something is being sent. Receipts are settled outside of it.
 * That monitor guards all steps, which is the reason for the length of the class.
 */
public final class ChannelSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChannelSender.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AlertChannel channel;
    private final DeliverySettings settings;
    private final Dependencies dependencies;
    private final DeliveryCounts counts;
    private final RateLimitedLog trouble;
    private final TokenBucket rate;

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private TimeSource.@Nullable Timer timer;
    /** Waits for another attempt. */
    private @Nullable Attempt retrying;

    private boolean sending;
    /** The gateway stops: what waits is tried once more, at once. */
    private boolean flushing;

    private boolean closed;

    /** Makes one notification of alerts. */
    @FunctionalInterface
    public interface NotificationMaker {
        AlertNotification make(Instant at, List<Alert> alerts);
    }

    /** @param threads run one task of each channel at a time */
    public record Dependencies(TimeSource time, Executor threads, NotificationMaker notifications) {}

    private record Waiting(Alert alert, Receipt receipt) {}

    /** @param failures attempts that have failed */
    private record Attempt(AlertNotification notification, List<Waiting> alerts, long madeAt, int failures) {}

    public ChannelSender(
            AlertChannel channel, DeliverySettings settings, DeliveryCounts counts, Dependencies dependencies) {
        this.channel = channel;
        this.settings = settings;
        this.counts = counts;
        this.dependencies = dependencies;
        this.trouble = new RateLimitedLog(log::warn, dependencies.time());
        this.rate = new TokenBucket(settings.rate(), dependencies.time().nanoTime());
    }

    public AlertChannel channel() {
        return channel;
    }

    public DeliverySettings settings() {
        return settings;
    }

    /** Takes an alert. Never blocks. */
    public void offer(Alert alert, Receipt receipt) {
        Receipt done = null;
        boolean delivered = false;
        synchronized (this) {
            String key = alert.identity().key();
            if (closed || flushing) {
                done = receipt;
            } else if (!waiting.containsKey(key) && waiting.size() >= settings.maxPending()) {
                counts.dropped.incrementAndGet();
                done = receipt;
            } else {
                Waiting replaced = waiting.put(key, new Waiting(alert, receipt));
                done = replaced == null ? null : replaced.receipt();
                delivered = true;
                if (timer == null && !sending) {
                    schedule(settings.group());
                }
            }
        }
        if (done != null) {
            done.settle(delivered);
        }
    }

    /** Alerts that wait for the channel, without those that are being sent. */
    public synchronized int pending() {
        return waiting.size();
    }

    private static String named(Waiting one) {
        return one.alert().state() + " " + one.alert().identity().rule();
    }

    private void schedule(Duration pause) {
        timer = dependencies.time().schedule(pause, this::sendWaiting);
    }

    private void sendWaiting() {
        Attempt attempt;
        synchronized (this) {
            timer = null;
            if (closed || flushing || sending || waiting.isEmpty()) {
                return;
            }
            Duration pause = rate.take(dependencies.time().nanoTime());
            if (!pause.isZero()) {
                schedule(pause);
                return;
            }
            attempt = next();
            sending = true;
        }
        run(attempt);
    }

    /** Begins to send what waits, each alert once, because the gateway stops; takes nothing new. Never blocks. */
    public void flush() {
        Attempt first;
        synchronized (this) {
            flushing = true;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            if (closed || (sending && retrying == null)) {
                return; // What is being sent goes on with the rest.
            }
            first = retrying != null ? retrying : waiting.isEmpty() ? null : next();
            retrying = null;
            sending = first != null;
        }
        if (first != null) {
            run(first);
        }
    }

    /**
     * Waits until everything was sent or given up.
     *
     * @param atMost in real time
     */
    public synchronized void awaitFlushed(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (sending || !waiting.isEmpty()) {
            long left = (end - System.nanoTime()) / NANOS_PER_MILLI;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private Attempt next() {
        List<Waiting> taken = new ArrayList<>();
        Iterator<Waiting> oldest = waiting.values().iterator();
        while (oldest.hasNext() && taken.size() < settings.maxAlerts()) {
            taken.add(oldest.next());
            oldest.remove();
        }
        AlertNotification notification = dependencies
                .notifications()
                .make(
                        dependencies.time().now(),
                        taken.stream().map(Waiting::alert).toList());
        return new Attempt(notification, taken, dependencies.time().nanoTime(), 0);
    }

    private void run(Attempt attempt) {
        try {
            dependencies.threads().execute(() -> attempt(attempt));
        } catch (RejectedExecutionException e) {
            failed(attempt, new DeliveryOutcome.Failed("no thread is free"));
        }
    }

    private void attempt(Attempt attempt) {
        DeliveryOutcome outcome;
        try {
            outcome = channel.send(attempt.notification(), settings.retry().timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new DeliveryOutcome.Failed("the gateway stops");
        } catch (RuntimeException | LinkageError e) {
            // A channel of the host application. Its message may hold anything.
            log.debug("Alert channel {} failed", channel.name(), e);
            outcome = new DeliveryOutcome.Failed(e.getClass().getSimpleName());
        }
        if (outcome instanceof DeliveryOutcome.Delivered) {
            counts.sent.incrementAndGet();
            counts.failuresInARow.set(0);
            finish(attempt, true);
        } else if (outcome instanceof DeliveryOutcome.Failed failure) {
            failed(attempt, failure);
        } else if (outcome instanceof DeliveryOutcome.Refused refusal) {
            countFailure();
            abandon(attempt, refusal.reason());
        }
    }

    private void countFailure() {
        counts.attemptsFailed.incrementAndGet();
        counts.failuresInARow.incrementAndGet();
    }

    private void failed(Attempt attempt, DeliveryOutcome.Failed failure) {
        countFailure();
        int failures = attempt.failures() + 1;
        DeliverySettings.Retry retry = settings.retry();
        Duration pause = retry.pause(failures, ThreadLocalRandom.current().nextDouble());
        if (failure.retryAfter().isPresent() && failure.retryAfter().get().compareTo(pause) > 0) {
            pause = failure.retryAfter().get();
        }
        long elapsed = dependencies.time().nanoTime() - attempt.madeAt();
        if (isFlushing() || elapsed + pause.toNanos() > retry.deadline().toNanos()) {
            abandon(attempt, failure.reason());
            return;
        }
        trouble.log("Alert channel " + channel.name() + " failed and is tried again: " + failure.reason());
        Attempt again = new Attempt(attempt.notification(), attempt.alerts(), attempt.madeAt(), failures);
        boolean over;
        synchronized (this) {
            over = closed || flushing;
            if (!over) {
                retrying = again;
                timer = dependencies.time().schedule(pause, () -> again(again));
            }
        }
        if (over) {
            finish(attempt, false);
        }
    }

    private synchronized boolean isFlushing() {
        return flushing;
    }

    private void again(Attempt attempt) {
        synchronized (this) {
            timer = null;
            if (closed || flushing) {
                return;
            }
            retrying = null;
        }
        run(attempt);
    }

    private void abandon(Attempt attempt, String reason) {
        counts.abandoned.incrementAndGet();
        trouble.log("Alert channel " + channel.name() + " did not take a notification about "
                + attempt.alerts().size() + " alerts: " + reason);
        finish(attempt, false);
    }

    private void finish(Attempt attempt, boolean delivered) {
        attempt.alerts().forEach(alert -> alert.receipt().settle(delivered));
        Attempt last = null;
        synchronized (this) {
            if (flushing && !closed && !waiting.isEmpty()) {
                last = next();
            } else {
                sending = false;
                notifyAll();
                if (!closed && timer == null && !waiting.isEmpty()) {
                    schedule(settings.group());
                }
            }
        }
        if (last != null) {
            run(last);
        }
    }

    /** Gives up what waits, and logs it; a running attempt ends by itself. */
    @Override
    public void close() {
        handOver(null);
    }

    /** Closes this one; what waits goes to the successor, if there is one. */
    public void handOver(@Nullable ChannelSender successor) {
        List<Waiting> left;
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            left = retrying == null ? new ArrayList<>() : new ArrayList<>(retrying.alerts());
            retrying = null;
            left.addAll(waiting.values());
            waiting.clear();
            notifyAll();
        }
        if (successor == null && !left.isEmpty()) {
            log.warn(
                    "Alert channel {} was not told of {}: it is closed",
                    channel.name(),
                    left.stream().map(ChannelSender::named).toList());
        }
        for (Waiting alert : left) {
            if (successor == null) {
                alert.receipt().settle(false);
            } else {
                successor.offer(alert.alert(), alert.receipt());
            }
        }
    }
}
