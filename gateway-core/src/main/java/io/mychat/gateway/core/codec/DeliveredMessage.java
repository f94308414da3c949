package io.mychat.gateway.core.codec;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.codec.Notice;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * An entry of an inbox for its owner (2003). Nearly all messages of a busy gateway are these, so JSON is written straight into
 * the bytes, where {@code data} is JSON inside a string; other codecs get a {@link #notice}. Immutable.
 */
public final class DeliveredMessage {

    private static final byte[] MESSAGE_ID = nested("{\"message_id\":\"");
    private static final byte[] CHAT_ID = nested("\",\"chat_id\":\"");
    private static final byte[] CHAT_SEQ = nested("\",\"chat_seq\":");
    private static final byte[] FROM_USER = nested(",\"from_user\":\"");
    private static final byte[] TO_USER = nested("\",\"to_user\":\"");
    private static final byte[] CONTENT = nested("\",\"content\":\"");
    private static final byte[] TIMESTAMP = nested("\",\"timestamp\":\"");
    private static final byte[] INBOX_SEQ = nested("\",\"inbox_seq\":");
    private static final byte[] EPOCH = nested(",\"epoch\":\"");
    private static final byte[] END = nested("\"}");
    private static final byte[] END_WITH_GAP = nested("\",\"gap\":true}");
    private static final int FIELD_BYTES = Stream.of(
                    MESSAGE_ID, CHAT_ID, CHAT_SEQ, FROM_USER, TO_USER, CONTENT, TIMESTAMP, INBOX_SEQ, EPOCH)
            .mapToInt(field -> field.length)
            .sum();

    private final long cmdId;
    private final String userId;
    private final String epoch;
    private final ChatMessage message;
    private final String chatId;
    private final long inboxSeq;
    private final String sentAt;
    private final boolean gap;
    private final Instant at;
    /** In JSON inside a string: the texts are looked through here, and not for each use of the length. */
    private final int contentLength;

    private final int length;

    /**
     * @param sentAt the message's timestamp as text
     * @param gap whether entries before it were lost
     * @param at the time of the delivery
     */
    public DeliveredMessage(
            long cmdId, String userId, String epoch, InboxEntry entry, String sentAt, boolean gap, Instant at) {
        this.cmdId = cmdId;
        this.userId = userId;
        this.epoch = epoch;
        this.message = entry.message();
        this.chatId = message.chatId().toString();
        this.inboxSeq = entry.inboxSeq();
        this.sentAt = sentAt;
        this.gap = gap;
        this.at = at;
        this.contentLength = JsonBytes.nestedLength(message.content());
        this.length = FIELD_BYTES
                + JsonBytes.nestedLength(message.messageId())
                + JsonBytes.nestedLength(chatId)
                + JsonBytes.digits(message.chatSeq())
                + JsonBytes.nestedLength(message.fromUser())
                + JsonBytes.nestedLength(message.toUser())
                + contentLength
                + sentAt.length()
                + JsonBytes.digits(inboxSeq)
                + JsonBytes.nestedLength(epoch)
                + (gap ? END_WITH_GAP : END).length;
    }

    private static byte[] nested(String json) {
        return JsonBytes.ascii(JsonEscapes.of(json));
    }

    long cmdId() {
        return cmdId;
    }

    String userId() {
        return userId;
    }

    String content() {
        return message.content();
    }

    Instant at() {
        return at;
    }

    /** The same as text, for any codec. */
    public Notice notice() {
        String data = "{\"message_id\":\"" + JsonEscapes.of(message.messageId()) + "\",\"chat_id\":\""
                + JsonEscapes.of(chatId) + "\",\"chat_seq\":" + message.chatSeq()
                + ",\"from_user\":\"" + JsonEscapes.of(message.fromUser()) + "\",\"to_user\":\""
                + JsonEscapes.of(message.toUser()) + "\",\"content\":\"" + JsonEscapes.of(message.content())
                + "\",\"timestamp\":\"" + sentAt + "\",\"inbox_seq\":" + inboxSeq + ",\"epoch\":\""
                + JsonEscapes.of(epoch) + (gap ? "\",\"gap\":true}" : "\"}");
        return new Notice(cmdId, userId, data, at);
    }

    /** The bytes of {@code data} without its quotes. */
    int length() {
        return length;
    }

    /** Writes {@code data} without its quotes. */
    void write(JsonBytes json) {
        json.raw(MESSAGE_ID)
                .nested(message.messageId())
                .raw(CHAT_ID)
                .nested(chatId)
                .raw(CHAT_SEQ)
                .number(message.chatSeq())
                .raw(FROM_USER)
                .nested(message.fromUser())
                .raw(TO_USER)
                .nested(message.toUser())
                .raw(CONTENT)
                .nested(message.content(), contentLength)
                .raw(TIMESTAMP)
                .nested(sentAt)
                .raw(INBOX_SEQ)
                .number(inboxSeq)
                .raw(EPOCH)
                .nested(epoch)
                .raw(gap ? END_WITH_GAP : END);
    }
}
