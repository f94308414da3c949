package io.mychat.gateway.redis.chat.notification;

import io.mychat.gateway.redis.chat.record.EntryStamp;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.Optional;

/** A message that the scripts of inboxes publish to the gateways where the user is logged in. */
public sealed interface InboxNotification {

    String userId();

    /**
     * A new entry: one line each for the format's version, user, epoch, number, message id, number in the chat,
     * record, arrival (ms) and the stamp of the previous entry. Gateways of an earlier release end with the
     * record.
     *
     * @param previous empty when it is unknown
     */
    record Arrival(String userId, String epoch, InboxEntry entry, EntryStamp stamp, String previous)
            implements InboxNotification {}

    /** An inbox has lost something: a line each for what this is, the format's version, user and epoch. */
    record NewEpoch(String userId, String epoch) implements InboxNotification {}

    /** Reads a hint; empty when it is none, or of a version that this release does not know. */
    static Optional<InboxNotification> parse(String text) {
        return text.startsWith(HintFormat.NEW_EPOCH) ? HintFormat.newEpoch(text) : HintFormat.arrival(text);
    }
}
