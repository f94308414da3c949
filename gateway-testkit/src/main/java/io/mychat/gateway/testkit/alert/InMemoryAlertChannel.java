package io.mychat.gateway.testkit.alert;

import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Keeps the notifications that it takes, and answers as a test says. Thread-safe.
 *
 * @since 0.1.0
 */
public final class InMemoryAlertChannel implements AlertChannel {

    private final String name;
    private final List<AlertNotification> taken = new CopyOnWriteArrayList<>();
    private final Queue<DeliveryOutcome> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean away;

    public InMemoryAlertChannel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) {
        attempts.incrementAndGet();
        if (away) {
            return new DeliveryOutcome.Failed("is away");
        }
        DeliveryOutcome said = answers.poll();
        DeliveryOutcome outcome = said == null ? new DeliveryOutcome.Delivered("ok") : said;
        if (outcome instanceof DeliveryOutcome.Delivered) {
            taken.add(notification);
        }
        return outcome;
    }

    /** Answers one attempt so, after those that were said before; all others are delivered. */
    public void answerNext(DeliveryOutcome outcome) {
        answers.add(outcome);
    }

    /** Fails from now on, or no longer. */
    public void setAway(boolean isAway) {
        away = isAway;
    }

    /** The notifications that were delivered. */
    public List<AlertNotification> taken() {
        return List.copyOf(taken);
    }

    /** All attempts, with those that failed. */
    public int attempts() {
        return attempts.get();
    }

    /** The alerts that were delivered, as {@code FIRING rule} or {@code RESOLVED rule}, one line for each notification. */
    public List<String> lines() {
        return taken.stream()
                .map(one -> one.alerts().stream()
                        .map(alert -> alert.state() + " " + alert.identity().rule())
                        .collect(Collectors.joining(", ")))
                .toList();
    }
}
