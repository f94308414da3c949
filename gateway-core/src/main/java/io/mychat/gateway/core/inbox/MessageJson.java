package io.mychat.gateway.core.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.JsonEscapes;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.SendOutcome;

/** A stored message as clients see it, in 2002 and 2003 alike. */
public final class MessageJson {

    private MessageJson() {}

    /** The answer to the sender of a stored message. */
    public static String sent(ChatMessage message) {
        return "{\"message_id\":\"" + JsonEscapes.of(message.messageId()) + "\",\"chat_id\":\""
                + JsonEscapes.of(message.chatId().toString()) + "\",\"chat_seq\":" + message.chatSeq()
                + ",\"status\":\"sent\"}";
    }

    /** As {@link #sent(ChatMessage)}, for an answer over HTTP. */
    public static ObjectNode sent(ObjectNode into, ChatMessage message) {
        return into.put("message_id", message.messageId())
                .put("chat_id", message.chatId().toString())
                .put("chat_seq", message.chatSeq())
                .put("status", "sent");
    }

    /**
     * An entry of an inbox for its owner (2003), without a tree: each message needs it.
     *
     * @param at the message's timestamp as text
     * @param gap whether entries before it were lost
     */
    static String delivered(String epoch, InboxEntry entry, String at, boolean gap) {
        ChatMessage message = entry.message();
        return "{\"message_id\":\"" + JsonEscapes.of(message.messageId()) + "\",\"chat_id\":\""
                + JsonEscapes.of(message.chatId().toString()) + "\",\"chat_seq\":" + message.chatSeq()
                + ",\"from_user\":\"" + JsonEscapes.of(message.fromUser()) + "\",\"to_user\":\""
                + JsonEscapes.of(message.toUser()) + "\",\"content\":\"" + JsonEscapes.of(message.content())
                + "\",\"timestamp\":\"" + at + "\",\"inbox_seq\":" + entry.inboxSeq() + ",\"epoch\":\""
                + JsonEscapes.of(epoch) + (gap ? "\",\"gap\":true}" : "\"}");
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
