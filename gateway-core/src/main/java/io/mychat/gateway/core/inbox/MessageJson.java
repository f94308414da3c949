package io.mychat.gateway.core.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.JsonEscapes;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.SendOutcome;

/** A stored message as clients see it: what answers 2001 and 2002. Deliveries (2003) are written by {@code codec.DeliveredMessage}. */
public final class MessageJson {

    /** Characters of an answer to a sender beside its ids; the longest number has 19. */
    private static final int ROOM_OF_SENT = 80;

    private MessageJson() {}

    /** The answer to the sender of a stored message. */
    public static String sent(ChatMessage message) {
        String messageId = JsonEscapes.of(message.messageId());
        String chatId = JsonEscapes.of(message.chatId().toString());
        // Each message that is stored makes one of these: the builder begins with its size.
        StringBuilder text = new StringBuilder(ROOM_OF_SENT + messageId.length() + chatId.length());
        text.append("{\"message_id\":\"")
                .append(messageId)
                .append("\",\"chat_id\":\"")
                .append(chatId);
        text.append("\",\"chat_seq\":").append(message.chatSeq()).append(",\"status\":\"sent\"}");
        return text.toString();
    }

    /** As {@link #sent(ChatMessage)}, for an answer over HTTP. */
    public static ObjectNode sent(ObjectNode into, ChatMessage message) {
        return into.put("message_id", message.messageId())
                .put("chat_id", message.chatId().toString())
                .put("chat_seq", message.chatSeq())
                .put("status", "sent");
    }

    /** The answer to the sender of a message that a hook holds back. */
    public static ObjectNode held(ObjectNode into, SendOutcome.Held held) {
        return into.put("message_id", held.messageId())
                .put("chat_id", held.chatId().toString())
                .put("status", "held");
    }

    public static ObjectNode write(ObjectNode into, ChatMessage message) {
        return into.put("message_id", message.messageId())
                .put("chat_id", message.chatId().toString())
                .put("chat_seq", message.chatSeq())
                .put("from_user", message.fromUser())
                .put("to_user", message.toUser())
                .put("content", message.content())
                .put("timestamp", MessageEncoder.rfc3339(message.timestamp()));
    }
}
