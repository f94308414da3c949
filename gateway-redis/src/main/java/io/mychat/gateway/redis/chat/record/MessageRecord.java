package io.mychat.gateway.redis.chat.record;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The stored content of a message without its id and numbers; the same text in the chat and in both inboxes. */
public record MessageRecord(String fromUser, String toUser, String originSession, Instant timestamp, String content) {

    /** Room for all but the content and long names. */
    private static final int SHORTEST = 256;

    public static MessageRecord of(NewMessage message) {
        return new MessageRecord(
                message.fromUser(), message.toUser(), message.originSession(), message.timestamp(), message.content());
    }

    /** Reads what {@link #text} has written; empty when it is something else. */
    public static Optional<MessageRecord> parse(String text) {
        return Json.read(text).flatMap(MessageRecord::of);
    }

    private static Optional<MessageRecord> of(JsonNode node) {
        JsonNode from = node.path("from");
        JsonNode to = node.path("to");
        JsonNode content = node.path("content");
        if (!from.isTextual() || !to.isTextual() || !content.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MessageRecord(
                    from.textValue(),
                    to.textValue(),
                    node.path("session").asText(""),
                    Instant.parse(node.path("time").asText("")),
                    content.textValue()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public String text() {
        return text(timestamp.toString());
    }

    /** @param time the time as text */
    public String text(String time) {
        // Written without a tree, because there is one for each message.
        StringBuilder text = new StringBuilder(SHORTEST + content.length());
        text.append("{\"v\":").append(Json.VERSION);
        append(text, "from", fromUser);
        append(text, "to", toUser);
        append(text, "session", originSession);
        append(text, "time", time);
        append(text, "content", content);
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }

    public ChatMessage message(String messageId, long chatSeq) {
        return message(messageId, ChatId.between(fromUser, toUser), chatSeq);
    }

    /** @param chat the chat of the two */
    public ChatMessage message(String messageId, ChatId chat, long chatSeq) {
        return new ChatMessage(messageId, chat, chatSeq, fromUser, toUser, content, timestamp);
    }
}
