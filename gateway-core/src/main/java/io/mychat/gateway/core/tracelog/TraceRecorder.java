package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the events of the subjects that an administrator has asked for, on this node, each for a bounded time. Whoever
 * may have something to record asks for a draft; without a subject that it concerns there is none, and without any
 * subject the question is one volatile read.
 *
 * <p>Thread-safe. This object's lock guards the change of {@code active}, which is replaced as a whole; the ring has its
 * own lock, which is taken only for an event that is recorded.
 */
public final class TraceRecorder implements MetricSource {

    /** How many events of one node an answer has. */
    public static final int MAX_ANSWER = 1000;

    private static final Logger log = LoggerFactory.getLogger(TraceRecorder.class);
    private static final ActiveSubject[] NONE = {};

    private final TimeSource time;
    private final Supplier<TraceConfig> bounds;
    private final TraceRing ring;
    private volatile ActiveSubject[] active = NONE;
    private boolean isSweepPlanned;

    /** @param bounds the section in effect; with too many subjects, the one that ends first gives way */
    public TraceRecorder(Supplier<TraceConfig> bounds, TimeSource time) {
        this.bounds = bounds;
        this.time = time;
        this.ring = new TraceRing(() -> bounds.get().maxEvents());
    }

    /** Begins to record, unless the subject is recorded already, and returns when that ends. */
    public synchronized Instant begin(TraceRequest request) {
        ActiveSubject[] current = running();
        for (ActiveSubject each : current) {
            if (each.subject().equals(request.subject())) {
                active = current;
                return each.until();
            }
        }
        ActiveSubject begun = new ActiveSubject(
                request,
                time.now().plus(request.duration()),
                time.nanoTime() + request.duration().toNanos());
        int most = bounds.get().maxSubjects();
        active = Stream.concat(
                        Arrays.stream(current)
                                .sorted(ActiveSubject::compareEnd)
                                .skip(Math.max(0, current.length + 1 - most)),
                        Stream.of(begun))
                .toArray(ActiveSubject[]::new);
        planSweep();
        return begun.until();
    }

    /** What this node has recorded about the subject, from this or another subject's recording. */
    public NodeTrace read(String node, TraceRequest request) {
        ring.dropBefore(oldestKept());
        Set<String> people = new LinkedHashSet<>(request.people());
        return NodeTrace.newest(node, TraceSelection.of(request.subject(), people, ring.all()), MAX_ANSWER);
    }

    private long oldestKept() {
        return time.nanoTime() - 2 * bounds.get().duration().toNanos();
    }

    private ActiveSubject[] running() {
        long now = time.nanoTime();
        return Arrays.stream(active).filter(each -> !each.isOver(now)).toArray(ActiveSubject[]::new);
    }

    private void planSweep() {
        if (isSweepPlanned) {
            return;
        }
        try {
            TimeSource.@Nullable Timer unused = time.schedule(bounds.get().duration(), this::sweep);
            isSweepPlanned = true;
        } catch (RejectedExecutionException e) {
            log.debug("The end of a recording is noticed with its next event", e);
        }
    }

    /** Ends what is over and forgets what is old; repeated until nothing is left. */
    private synchronized void sweep() {
        isSweepPlanned = false;
        ActiveSubject[] left = running();
        active = left.length == 0 ? NONE : left;
        if (ring.dropBefore(oldestKept()) || left.length > 0) {
            planSweep();
        }
    }

    /** An event of the message that is about to be stored. */
    public @Nullable TraceDraft ofMessage(NewMessage message) {
        return active == NONE
                ? null
                : ofMessage(message.messageId(), message::chatId, message.fromUser(), message.toUser());
    }

    /** An event of a stored message, from its sender. */
    public @Nullable TraceDraft ofMessage(ChatMessage message) {
        return active == NONE
                ? null
                : ofMessage(message.messageId(), message::chatId, message.fromUser(), message.toUser());
    }

    private @Nullable TraceDraft ofMessage(String messageId, Supplier<ChatId> chat, String fromUser, String toUser) {
        TraceDraft draft = draft(each -> each.concernsMessage(messageId, chat, fromUser, toUser));
        return draft == null
                ? null
                : draft.user(fromUser)
                        .peer(toUser)
                        .message(messageId, chat.get().toString());
    }

    /** An event of a user's sessions or account. */
    public @Nullable TraceDraft ofUser(String userId) {
        TraceDraft draft = active == NONE ? null : draft(each -> each.concerns(userId));
        return draft == null ? null : draft.user(userId);
    }

    /** An event of a user's command or push. */
    public @Nullable TraceDraft ofCommand(String userId) {
        TraceDraft draft = active == NONE ? null : draft(each -> each.isUser(userId));
        return draft == null ? null : draft.user(userId);
    }

    /** A login with this name. */
    @Nullable
    TraceDraft ofLogin(String username) {
        for (ActiveSubject each : active) {
            if (each.logsInAs(username)) {
                return ofUser(each.subject().id());
            }
        }
        return null;
    }

    /** Whether anything is recorded. */
    public boolean isOn() {
        return active != NONE;
    }

    private @Nullable TraceDraft draft(Predicate<ActiveSubject> concerns) {
        for (ActiveSubject each : active) {
            if (concerns.test(each)) {
                long now = time.nanoTime();
                if (!each.isOver(now)) {
                    return new TraceDraft(ring, time.now(), now);
                }
            }
        }
        return null;
    }

    @Override
    public List<Metric> metrics() {
        TraceConfig limits = bounds.get();
        return List.of(
                Metric.gauge("trace_subjects", "Users, messages and chats that are recorded.", running().length),
                Metric.gauge(
                        "trace_subjects_limit",
                        "Most users, messages and chats that are recorded at once.",
                        limits.maxSubjects()),
                Metric.gauge("trace_events", "Recorded events that are kept.", ring.size()),
                Metric.gauge("trace_events_limit", "Most recorded events that are kept.", limits.maxEvents()),
                Metric.counter("trace_events_recorded_total", "Recorded events.", ring.recorded()),
                Metric.counter(
                        "trace_events_overwritten_total",
                        "Recorded events that went early, because there were newer ones.",
                        ring.overwritten()));
    }
}
