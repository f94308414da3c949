package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * Section {@code messages}: retention and limits of messages. Each component is the key of the same name, described in
 * docs/configuration.md. The totals limit the embedded store, which keeps messages in memory.
 *
 * @since 0.1.0
 */
public record MessagesConfig(
        Duration retention,
        int maxPerInbox,
        Duration dedupe,
        Duration idempotency,
        int maxIdempotencyKeys,
        int maxInboxes,
        int maxChats,
        long maxTotalBytes,
        UndeliveredLimits undelivered,
        HeldLimits held) {

    /** The keys about messages that no device takes. Each component has the key of the same name. */
    public record UndeliveredLimits(Duration undeliveredAfter, int maxUndeliveredChecks) {}

    /** The keys about messages that hooks hold back. Each component has the key of the same name. */
    public record HeldLimits(int maxHeldMessages, long maxHeldBytes, Duration maxHold) {}

    private static final long USUAL_TOTAL_BYTES = 256 << 20;
    private static final long LEAST_TOTAL_BYTES = 1 << 20;

    /**
     * The heap that messages may take: {@link #maxTotalBytes}, or for 0 the usual 256 MiB and at most a quarter of the
     * heap.
     */
    public long totalBytes() {
        long bytes = maxTotalBytes == 0
                ? Math.min(USUAL_TOTAL_BYTES, Runtime.getRuntime().maxMemory() / 4)
                : maxTotalBytes;
        return Math.max(LEAST_TOTAL_BYTES, bytes);
    }
}
