package io.mychat.gateway.core.store;

import java.time.Duration;

/**
 * The bounds of an {@link InMemoryMessageStore}. Each bound lets go of what is oldest and never refuses a message.
 *
 * @param retention how long a message is kept ({@code messages.retention_days})
 * @param dedupe how long a {@code client_msg_id} is remembered ({@code messages.dedupe_hours}), at most as long as its
 *     message stays in its chat
 * @param maxPerInbox entries of one inbox ({@code messages.max_per_inbox})
 * @param maxPerChat messages of one chat
 * @param total what the store may hold in all
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
     * What a store may hold in all.
     *
     * @param maxBytes roughly the heap that messages may take. Beyond it the oldest messages go of the sender who fills the store:
     *     the one who sends now, with more than a sixteenth of it, else the one who holds most
     * @param maxInboxes beyond it one goes that was not used for longest, of those that the same or the most active sender has begun; should its user come again, the new one has
     *     another epoch, so that clients know
     * @param maxChats beyond it one goes in the same way; should it come again, it counts from 1
     * @param maxDevicesPerInbox devices whose acknowledgements are kept; beyond it the one that was not used for longest
     *     starts again at 0
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
