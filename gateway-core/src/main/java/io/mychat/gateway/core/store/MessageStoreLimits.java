package io.mychat.gateway.core.store;

import java.time.Duration;

/**
 * The bounds of an {@link InMemoryMessageStore}. At each bound old content is evicted; a message is never refused.
 *
 * @param retention the time for which a message is kept ({@code messages.retention_days})
 * @param dedupe the time for which a {@code client_msg_id} is remembered ({@code messages.dedupe_hours}), at most while
 *     its message is in the chat
 * @param maxPerInbox the most entries of one inbox ({@code messages.max_per_inbox})
 * @param maxPerChat the most messages of one chat
 * @param total the bounds of the whole store
 */
public record MessageStoreLimits(Duration retention, Duration dedupe, int maxPerInbox, int maxPerChat, Total total) {

    public MessageStoreLimits {
        if (retention.isNegative() || retention.isZero() || dedupe.isNegative()) {
            throw new IllegalArgumentException("retention must be positive, dedupe not negative");
        }
        if (maxPerInbox < 1 || maxPerChat < 1) {
            throw new IllegalArgumentException("maxPerInbox and maxPerChat must be at least 1");
        }
    }

    /** 30 days, 24 hours, 10,000 entries in an inbox and messages in a chat, and {@link Total#defaults()}. */
    public static MessageStoreLimits defaults() {
        return new MessageStoreLimits(Duration.ofDays(30), Duration.ofHours(24), 10_000, 10_000, Total.defaults());
    }

    /**
     * The bounds of the whole store.
     *
     * @param maxBytes the approximate heap of all messages. Beyond it the oldest messages of one sender are evicted: of
     *     the current sender, if this sender holds more than a sixteenth, else of the largest sender
     * @param maxInboxes the most inboxes. Beyond it the least recently used inbox is evicted among those that the
     *     current sender or the most active sender has caused. A new inbox of the same user has another epoch, so that
     *     clients notice it
     * @param maxChats the most chats. Beyond it one is evicted in the same way. A new chat of the same users begins
     *     with number 1
     * @param maxDevicesPerInbox the most devices whose acknowledgements are kept. The acknowledgement of the least
     *     recently used device is dropped and begins at 0 again
     */
    public record Total(long maxBytes, int maxInboxes, int maxChats, int maxDevicesPerInbox) {

        public Total {
            if (maxBytes < 1 || maxInboxes < 2 || maxChats < 1 || maxDevicesPerInbox < 1) {
                throw new IllegalArgumentException("limits must be positive, maxInboxes at least 2");
            }
        }

        /** 256 MiB, 200,000 inboxes, 200,000 chats, 32 devices. */
        public static Total defaults() {
            return new Total(256L << 20, 200_000, 200_000, 32);
        }
    }
}
