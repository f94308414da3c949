package io.mychat.gateway.client.data;

import java.util.List;

/**
 * One page of a chat (2002).
 *
 * @param messages the newest last
 * @param hasMore whether there are older ones
 * @since 0.1.0
 */
public record History(List<ChatMessage> messages, boolean hasMore) {

    public History {
        messages = List.copyOf(messages);
    }

    /** Reads the reply to 2002. */
    public static History of(JsonObject json) {
        return new History(
                json.objects("messages").stream().map(ChatMessage::of).toList(), json.flag("has_more"));
    }
}
