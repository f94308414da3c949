package io.mychat.gateway.client.data;

import java.util.OptionalLong;

/**
 * What the gateway says about a sent message (2001).
 *
 * @param chatSeq its number in the chat; empty while the message is held
 * @param status {@code sent}: stored; {@code held}: a hook of the host decides later
 * @since 0.1.0
 */
public record Sent(String messageId, String chatId, OptionalLong chatSeq, String status) {

    /** Reads the reply to 2001. */
    public static Sent of(JsonObject json) {
        return new Sent(
                json.text("message_id", ""),
                json.text("chat_id", ""),
                json.number("chat_seq"),
                json.text("status", "sent"));
    }
}
