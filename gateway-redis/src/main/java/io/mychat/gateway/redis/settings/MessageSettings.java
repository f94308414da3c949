package io.mychat.gateway.redis.settings;

import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;

/**
 * The bounds of messages, from section {@code messages}.
 *
 * @param retention the time for which a message is kept
 * @param dedupe the time for which a {@code client_msg_id} is remembered
 * @param maxPerInbox entries of one inbox; the oldest go first
 * @param maxPerChat messages of one chat; the oldest go first
 * @param maxDevices devices of one user whose acknowledgements are kept; the one that was silent for longest goes first
 * @param maxKnown inboxes, and as many chats, of which this gateway remembers what it saw last; of section {@code
 *     redis}
 */
public record MessageSettings(
        Duration retention, Duration dedupe, int maxPerInbox, int maxPerChat, int maxDevices, int maxKnown) {

    public MessageSettings {
        if (retention.isNegative() || retention.isZero() || dedupe.isNegative() || dedupe.isZero()) {
            throw new IllegalArgumentException("retention and dedupe must be positive");
        }
        if (maxPerInbox < 1 || maxPerChat < 1 || maxDevices < 1 || maxKnown < 1) {
            throw new IllegalArgumentException("bounds must be at least 1");
        }
    }

    /**
     * 30 days, 24 hours, 10,000 entries of an inbox and messages of a chat, 32 devices; 100,000 inboxes are
     * remembered.
     */
    public static MessageSettings defaults() {
        return new MessageSettings(Duration.ofDays(30), Duration.ofHours(24), 10_000, 10_000, 32, 100_000);
    }

    /** Reads section {@code messages}, and of section {@code redis} what bounds the memory of this gateway. */
    public static MessageSettings read(ConfigSection messages, ConfigSection redis) {
        // The gateway's own schema declares the first three, which hold for every store.
        MessageSettings defaults = defaults();
        return new MessageSettings(
                messages.duration("retention_days", defaults.retention()),
                messages.duration("dedupe_hours", defaults.dedupe()),
                messages.integer("max_per_inbox", defaults.maxPerInbox()),
                messages.integer("max_per_chat"),
                messages.integer("max_devices_per_inbox"),
                redis.integer("max_known_inboxes"));
    }
}
