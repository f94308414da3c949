package io.mychat.gateway.core.event;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds messages that no device of their recipient takes within a time. Bounded; holds nothing while no listener wants
 * to know. Thread-safe.
 */
public final class UndeliveredWatch implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(UndeliveredWatch.class);

    /** So many ended sessions of its recipient are remembered for a message. */
    private static final int MOST_ENDED = 8;

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final LongAdder unwatched = new LongAdder();
    private final RateLimitedLog failures;
    private final Supplier<Limits> limits;
    private final OtherNodes others;
    private final GatewayListener listeners;
    private final Executor threads;
    private final TimeSource time;

    /** How long a message may wait, and how many may. */
    public record Limits(Duration after, int most) {}

    /** The deliveries of other nodes. */
    @FunctionalInterface
    public interface OtherNodes {

        /**
         * Whether a device on another node has taken a message. May block.
         *
         * @param ended what sessions of the recipient had taken that have ended there since the message was sent
         */
        boolean haveTaken(ChatMessage message, List<TakenEntries> ended);
    }

    /** @param threads ask the other nodes */
    public UndeliveredWatch(
            Supplier<Limits> limits, OtherNodes others, GatewayListener listeners, Executor threads, TimeSource time) {
        this.failures = RateLimitedLog.withCauses(log::error, time);
        this.limits = limits;
        this.others = others;
        this.listeners = listeners;
        this.threads = threads;
        this.time = time;
    }

    /** A message; its lock guards the timer and the ended sessions. */
    private final class Waiting {

        private final String toUser;
        private final List<TakenEntries> ended = new ArrayList<>(0);
        private TimeSource.@Nullable Timer timer;
        private boolean isOver;

        Waiting(String toUser) {
            this.toUser = toUser;
        }

        synchronized void stored(ChatMessage message) {
            if (!isOver) {
                Duration after = limits.get().after();
                timer = time.schedule(after, () -> due(message, after));
            }
        }

        synchronized void end() {
            isOver = true;
            TimeSource.Timer known = timer;
            if (known != null) {
                known.cancel();
            }
        }

        /** The newest ones are kept: they have taken the most. */
        synchronized void ended(TakenEntries session) {
            if (ended.size() == MOST_ENDED) {
                ended.remove(0);
            }
            ended.add(session);
        }

        synchronized List<TakenEntries> ended() {
            return List.copyOf(ended);
        }
    }

    void begin(String messageId, String toUser) {
        if (waiting.size() >= limits.get().most()) {
            unwatched.increment();
        } else {
            waiting.put(messageId, new Waiting(toUser));
        }
    }

    void stored(ChatMessage message) {
        Waiting one = waiting.get(message.messageId());
        if (one != null) {
            one.stored(message);
        }
    }

    void end(String messageId) {
        Waiting one = waiting.remove(messageId);
        if (one != null) {
            one.end();
        }
    }

    void delivered(String messageId, String toUser) {
        if (!waiting.isEmpty()) {
            Waiting one = waiting.get(messageId);
            if (one != null && one.toUser.equals(toUser)) {
                end(messageId);
            }
        }
    }

    /** A session of the user has ended on another node, which had taken these entries. Does not block. */
    public void endedElsewhere(String userId, TakenEntries taken) {
        for (Waiting one : waiting.values()) {
            if (one.toUser.equals(userId)) {
                one.ended(taken);
            }
        }
    }

    private void due(ChatMessage message, Duration after) {
        try {
            threads.execute(() -> FaultBarrier.run(
                    failures, "Nobody is told of an undelivered message", () -> report(message, after)));
        } catch (RejectedExecutionException e) {
            log.debug("There is no thread to ask for the sessions of a recipient", e);
            end(message.messageId());
        }
    }

    private void report(ChatMessage message, Duration after) {
        Waiting one = waiting.get(message.messageId());
        try {
            if (one != null && !others.haveTaken(message, one.ended()) && waiting.containsKey(message.messageId())) {
                listeners.onEvent(new GatewayEvent.MessageUndelivered(time.now(), message, after));
            }
        } finally {
            end(message.messageId());
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("undelivered_checks", "Messages that may still be taken by a device.", waiting.size()),
                Metric.gauge(
                        "undelivered_checks_limit",
                        "Most messages that are watched.",
                        limits.get().most()),
                Metric.counter(
                        "undelivered_checks_missed_total",
                        "Messages that were not watched, because too many were.",
                        unwatched.sum()));
    }
}
