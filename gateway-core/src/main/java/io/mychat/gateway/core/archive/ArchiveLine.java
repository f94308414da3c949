package io.mychat.gateway.core.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.SendRequest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of an export. Writing and reading are inverse. */
sealed interface ArchiveLine {

    /** The version of the format that this release writes, and the newest that it reads. */
    int VERSION = 1;

    /** The greatest {@code chat_seq} that is accepted; far above what anybody counts up to. */
    long MAX_CHAT_SEQ = 1L << 50;

    int MAX_ID_BYTES = 128;

    /** The end of the times that a timestamp of the protocol can say. */
    Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /** The first line. */
    record Header(int version) implements ArchiveLine {}

    record Message(ArchivedMessage archived) implements ArchiveLine {}

    /** That a message is in a user's inbox; such lines stand in the order of the inbox. */
    record Entry(String userId, MessageReference reference) implements ArchiveLine {}

    /** The last line of a complete export. */
    record End(long messages, long inboxEntries) implements ArchiveLine {}

    /** A line that is none of these; the reason contains nothing of the line. */
    record Bad(String reason) implements ArchiveLine {}

    default byte[] write(Json json) {
        ObjectNode node = json.object();
        if (this instanceof Header header) {
            node.put("type", "mychat-export").put("version", header.version());
        } else if (this instanceof Message line) {
            ChatMessage message = line.archived().message();
            node.put("type", "message")
                    .put("chat_id", message.chatId().toString())
                    .put("chat_seq", message.chatSeq())
                    .put("message_id", message.messageId())
                    .put("from_user", message.fromUser())
                    .put("to_user", message.toUser())
                    .put("content", message.content())
                    .put("timestamp", message.timestamp().toString());
            if (line.archived().clientMsgId() != null) {
                node.put("client_msg_id", line.archived().clientMsgId());
            }
        } else if (this instanceof Entry entry) {
            node.put("type", "inbox")
                    .put("user_id", entry.userId())
                    .put("chat_id", entry.reference().chat().toString())
                    .put("message_id", entry.reference().messageId());
        } else if (this instanceof End end) {
            node.put("type", "end").put("messages", end.messages()).put("inbox_entries", end.inboxEntries());
        } else {
            throw new IllegalStateException("a bad line is not written");
        }
        return json.write(node).getBytes(StandardCharsets.UTF_8);
    }

    static ArchiveLine read(byte[] line, Json json) {
        ObjectNode node = json.readObject(line).orElse(null);
        if (node == null) {
            return new Bad("is not a JSON object");
        }
        try {
            return switch (node.path("type").asText("")) {
                case "mychat-export" -> new Header(node.path("version").asInt(0));
                case "message" -> new Message(new ArchivedMessage(message(node), clientMsgId(node)));
                case "inbox" ->
                    new Entry(id(node, "user_id"), new MessageReference(chat(node), id(node, "message_id")));
                case "end" ->
                    new End(
                            node.path("messages").asLong(),
                            node.path("inbox_entries").asLong());
                default -> new Bad("type is none of message, inbox");
            };
        } catch (IllegalArgumentException e) {
            return new Bad(String.valueOf(e.getMessage()));
        }
    }

    private static ChatMessage message(ObjectNode node) {
        String from = id(node, "from_user");
        String to = id(node, "to_user");
        ChatId chat = chat(node);
        if (!chat.equals(ChatId.between(from, to))) {
            throw new IllegalArgumentException("chat_id is not the chat of from_user and to_user");
        }
        JsonNode number = node.path("chat_seq");
        if (!number.canConvertToLong() || number.longValue() < 1 || number.longValue() > MAX_CHAT_SEQ) {
            throw new IllegalArgumentException("chat_seq is not a whole number from 1 to 2^50");
        }
        JsonNode content = node.path("content");
        if (!content.isTextual()) {
            throw new IllegalArgumentException("content is not a text");
        }
        try {
            Instant timestamp = Instant.parse(node.path("timestamp").asText(""));
            if (timestamp.isBefore(Instant.EPOCH) || timestamp.isAfter(MAX_TIME)) {
                throw new IllegalArgumentException("timestamp is not between 1970 and 9999");
            }
            return new ChatMessage(
                    id(node, "message_id"), chat, number.longValue(), from, to, content.textValue(), timestamp);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("timestamp is not an RFC 3339 time", e);
        }
    }

    private static @Nullable String clientMsgId(ObjectNode node) {
        JsonNode id = node.path("client_msg_id");
        if (id.isMissingNode()) {
            return null;
        }
        if (!id.isTextual() || !SendRequest.isValidClientMsgId(id.textValue())) {
            throw new IllegalArgumentException(
                    "client_msg_id is not a text of 1 to " + SendRequest.MAX_CLIENT_MSG_ID + " characters");
        }
        return id.textValue();
    }

    private static ChatId chat(ObjectNode node) {
        return ChatId.parse(node.path("chat_id").asText(""))
                .orElseThrow(() -> new IllegalArgumentException("chat_id is malformed"));
    }

    /** An id of protocol.md 1.1: 1 to 128 bytes without control characters. */
    private static String id(ObjectNode node, String name) {
        String text = node.path(name).isTextual() ? node.path(name).textValue() : "";
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_ID_BYTES || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " is not a text of 1 to 128 bytes without control characters");
        }
        return text;
    }
}
