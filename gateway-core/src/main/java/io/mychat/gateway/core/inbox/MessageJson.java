package io.mychat.gateway.core.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.chat.ChatMessage;

/** A stored message as clients see it, in 2002 and 2003 alike. */
public final class MessageJson {

    private MessageJson() {}

    /** The answer to the sender of a stored message. */
    public static ObjectNode sent(ObjectNode into, ChatMessage message) {
        return into.put("message_id", message.messageId())
                .put("chat_id", message.chatId().toString())
                .put("chat_seq", message.chatSeq())
                .put("status", "sent");
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
