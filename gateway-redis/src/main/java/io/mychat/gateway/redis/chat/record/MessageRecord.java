package io.mychat.gateway.redis.chat.record;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.redis.client.JsonMembers;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The stored content of a message without its id and numbers; the same text in the chat and in both inboxes. */
public record MessageRecord(String fromUser, String toUser, String originSession, Instant timestamp, String content) {

    /** Characters of all but the values, and a few escapes. */
    private static final int FRAME = 72;

    public static MessageRecord of(NewMessage message) {
        return new MessageRecord(
                message.fromUser(), message.toUser(), message.originSession(), message.timestamp(), message.content());
    }

    /** Reads what {@link #text} has written; empty when it is something else. */
    public static Optional<MessageRecord> parse(String text) {
        try (JsonMembers json = JsonMembers.of(text)) {
            return read(json);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<MessageRecord> read(JsonMembers json) throws IOException {
        int version = -1;
        String from = null;
        String to = null;
        String session = null;
        String time = null;
        String content = null;
        String name;
        while ((name = json.next()) != null) {
            switch (name) {
                case "v" -> version = (int) json.number(-1);
                case "from" -> from = json.text();
                case "to" -> to = json.text();
                case "session" -> session = json.text();
                case "time" -> time = json.text();
                case "content" -> content = json.text();
                default -> {
                    // of a later release
                }
            }
        }
        if (!Json.isReadable(version) || from == null || to == null || time == null || content == null) {
            return Optional.empty();
        }
        return Optional.of(new MessageRecord(from, to, session == null ? "" : session, Timestamp.parse(time), content));
    }

    public String text() {
        return text(timestamp.toString());
    }

    /** @param time the time as text */
    public String text(String time) {
        // Written without a tree, because there is one for each message.
        StringBuilder text = new StringBuilder(FRAME
                + fromUser.length()
                + toUser.length()
                + originSession.length()
                + time.length()
                + content.length());
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
