package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The section {@code messages}: what is kept, and how long. One component for each key. The totals bound the embedded
 * store, which lives in memory.
 *
 * @param retention how long a message is kept
 * @param maxPerInbox how many entries an inbox keeps; the oldest go first
 * @param dedupe how long a {@code client_msg_id} is remembered
 * @param maxInboxes how many inboxes there may be; beyond it the one that was not used for longest goes
 * @param maxChats how many chats there may be; beyond it the one that was not used for longest goes
 * @param idempotency how long the {@code Idempotency-Key} of a push is remembered
 * @param maxIdempotencyKeys how many such keys are kept; beyond it the oldest go
 * @param maxTotalBytes roughly the heap that messages may take; beyond it the oldest go; 0: 256 MiB, at most a quarter of the
 *     heap
 */
public record MessagesConfig(
        Duration retention,
        int maxPerInbox,
        Duration dedupe,
        Duration idempotency,
        int maxIdempotencyKeys,
        int maxInboxes,
        int maxChats,
        long maxTotalBytes) {

    private static final DurationKey RETENTION = new DurationKey("retention_days", ChronoUnit.DAYS, 30, 1, 3650);
    private static final NumberKey MAX_PER_INBOX = new NumberKey("max_per_inbox", 10_000, 1, 10_000_000);
    private static final DurationKey DEDUPE = new DurationKey("dedupe_hours", ChronoUnit.HOURS, 24, 1, 8760);
    private static final DurationKey IDEMPOTENCY = new DurationKey("idempotency_hours", ChronoUnit.HOURS, 24, 1, 8760);
    private static final NumberKey MAX_IDEMPOTENCY_KEYS =
            new NumberKey("max_idempotency_keys", 100_000, 1, 100_000_000);
    private static final NumberKey MAX_INBOXES = new NumberKey("max_inboxes", 200_000, 2, Integer.MAX_VALUE);
    private static final NumberKey MAX_CHATS = new NumberKey("max_chats", 200_000, 1, Integer.MAX_VALUE);
    private static final NumberKey MAX_TOTAL_BYTES = new NumberKey("max_total_bytes", 0, 0, 1L << 40);
    private static final long USUAL_TOTAL_BYTES = 256 << 20;
    private static final long LEAST_TOTAL_BYTES = 1 << 20;

    public MessagesConfig {
        RETENTION.check(retention);
        MAX_PER_INBOX.check(maxPerInbox);
        DEDUPE.check(dedupe);
        IDEMPOTENCY.check(idempotency);
        MAX_IDEMPOTENCY_KEYS.check(maxIdempotencyKeys);
        MAX_INBOXES.check(maxInboxes);
        MAX_CHATS.check(maxChats);
        MAX_TOTAL_BYTES.check(maxTotalBytes);
    }

    public static MessagesConfig defaults() {
        return GatewayConfig.defaults().messages();
    }

    /** {@link #maxTotalBytes}, or what stands for 0: a store that may take the whole heap would bound nothing. */
    public long totalBytes() {
        long bytes = maxTotalBytes == 0
                ? Math.min(USUAL_TOTAL_BYTES, Runtime.getRuntime().maxMemory() / 4)
                : maxTotalBytes;
        return Math.max(LEAST_TOTAL_BYTES, bytes);
    }

    static MessagesConfig read(ConfigSection section) {
        return new MessagesConfig(
                RETENTION.in(section),
                MAX_PER_INBOX.intIn(section),
                DEDUPE.in(section),
                IDEMPOTENCY.in(section),
                MAX_IDEMPOTENCY_KEYS.intIn(section),
                MAX_INBOXES.intIn(section),
                MAX_CHATS.intIn(section),
                MAX_TOTAL_BYTES.longIn(section));
    }
}
