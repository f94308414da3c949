package io.mychat.gateway.redis.chat.record;

/**
 * A message in its chat that the inboxes may not have yet.
 *
 * @param record the stored record
 * @param content the record, read
 */
public record UndeliveredMessage(PendingDelivery mark, String messageId, String record, MessageRecord content) {

    /** The same message with its number in its chat. */
    public UndeliveredMessage numbered(long number) {
        return new UndeliveredMessage(
                new PendingDelivery(mark.text(), mark.chat(), number, mark.cameMillis()), messageId, record, content);
    }
}
