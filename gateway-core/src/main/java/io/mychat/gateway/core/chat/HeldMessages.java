package io.mychat.gateway.core.chat;

import io.mychat.gateway.core.config.MessagesConfig.HeldLimits;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of this node that hooks hold back. They are in memory only: a stop or a crash drops them, and their
 * senders were told that they are held. This object's lock guards everything.
 */
public final class HeldMessages implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(HeldMessages.class);

    private final Map<String, Held> byId = new HashMap<>();
    private final Map<Name, Held> byName = new HashMap<>();
    private final Supplier<HeldLimits> limits;
    private final TimeSource time;
    private final RateLimitedLog dropped;
    private long bytes;
    private long expired;
    private boolean isClosed;

    public HeldMessages(Supplier<HeldLimits> limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
        this.dropped = new RateLimitedLog(log::warn, time);
    }

    /** What the sender calls the message. */
    private record Name(String fromUser, String toUser, String clientMsgId) {

        static @Nullable Name of(NewMessage message) {
            String id = message.clientMsgId();
            return id == null ? null : new Name(message.fromUser(), message.toUser(), id);
        }
    }

    /**
     * A message that waits.
     *
     * @param nextHook the number of the first hook that has not seen it
     * @param until when it is dropped
     */
    record Held(NewMessage message, int nextHook, int size, Instant until, TimeSource.Timer timer) {}

    /**
     * Holds a message back.
     *
     * @return false: there is no room for it
     */
    synchronized boolean hold(NewMessage message, int nextHook, Duration atMost) {
        HeldLimits now = limits.get();
        int size = message.content().getBytes(StandardCharsets.UTF_8).length;
        if (byId.size() >= now.maxHeldMessages() || bytes + size > now.maxHeldBytes()) {
            return false;
        }
        Duration longest = atMost.compareTo(now.maxHold()) < 0 ? atMost : now.maxHold();
        put(message, nextHook, size, time.now().plus(longest));
        return true;
    }

    private void put(NewMessage message, int nextHook, int size, Instant until) {
        String id = message.messageId();
        Duration left = Duration.between(time.now(), until);
        Held held = new Held(
                message,
                nextHook,
                size,
                until,
                time.schedule(left.isNegative() ? Duration.ZERO : left, () -> expire(id)));
        byId.put(id, held);
        Name name = Name.of(message);
        if (name != null) {
            byName.putIfAbsent(name, held);
        }
        bytes += size;
    }

    /** Holds a message back again that was taken out, for the rest of its time. It has a place, since it has had one. */
    synchronized void putBack(Held held) {
        if (!isClosed) {
            put(held.message(), held.nextHook(), held.size(), held.until());
        }
    }

    /** The held message that a sender repeats, if it is one. */
    synchronized Optional<NewMessage> repeated(NewMessage message) {
        Name name = Name.of(message);
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(byName.get(name)).map(Held::message);
    }

    /** Takes a message out. */
    synchronized Optional<Held> take(String messageId) {
        Held held = byId.remove(messageId);
        if (held == null) {
            return Optional.empty();
        }
        held.timer().cancel();
        Name name = Name.of(held.message());
        if (name != null) {
            byName.remove(name, held);
        }
        bytes -= held.size();
        return Optional.of(held);
    }

    private synchronized void expire(String messageId) {
        if (take(messageId).isPresent()) {
            expired++;
            dropped.log("The held message " + messageId + " is dropped: nobody has released it in time");
        }
    }

    /** Drops all messages at a stop. */
    public synchronized void clear() {
        isClosed = true;
        if (!byId.isEmpty()) {
            log.warn("{} held messages are dropped at the stop", byId.size());
        }
        List.copyOf(byId.keySet()).forEach(this::take);
    }

    @Override
    public synchronized List<Metric> metrics() {
        return List.of(
                Metric.gauge("held_messages", "Messages that hooks hold back.", byId.size()),
                Metric.gauge(
                        "held_messages_limit",
                        "Most messages that hooks hold back.",
                        limits.get().maxHeldMessages()),
                Metric.gauge("held_message_bytes", "Bytes of the messages that hooks hold back.", bytes),
                Metric.gauge(
                        "held_message_bytes_limit",
                        "Most bytes of them.",
                        limits.get().maxHeldBytes()),
                Metric.counter(
                        "held_messages_expired_total", "Held messages that nobody has released in time.", expired));
    }
}
