package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.ChatId;
import java.util.Map;

/**
 * The newest message that this gateway has stored in each recently used chat. A chat without this message has lost data
 * and must not reuse its number. Thread-safe; this object's monitor guards the map.
 */
final class KnownChats {

    private final Map<ChatId, Newest> byChat;

    /** @param limit the most chats; beyond it the least recently used one is forgotten */
    KnownChats(int limit) {
        this.byChat = new RecentlyUsed<>(limit);
    }

    /** @param number the message's number in its chat; 0 when none is known */
    record Newest(long number, String messageId) {

        static final Newest NONE = new Newest(0, "");
    }

    synchronized Newest of(ChatId chat) {
        return byChat.getOrDefault(chat, Newest.NONE);
    }

    synchronized void stored(ChatId chat, long number, String messageId) {
        if (number > of(chat).number()) {
            byChat.put(chat, new Newest(number, messageId));
        }
    }
}
