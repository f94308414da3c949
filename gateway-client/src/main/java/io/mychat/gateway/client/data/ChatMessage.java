package io.mychat.gateway.client.data;

/**
 * One message of a chat, as the history has it.
 *
 * @param chatSeq its number in the chat
 * @param timestamp RFC 3339, UTC
 * @since 0.1.0
 */
public record ChatMessage(
        String messageId,
        String chatId,
        long chatSeq,
        String fromUser,
        String toUser,
        String content,
        String timestamp) {

    /** Reads a message of 2002 or 2003. */
    public static ChatMessage of(JsonObject json) {
        return new ChatMessage(
                json.text("message_id", ""),
                json.text("chat_id", ""),
                json.number("chat_seq", 0),
                json.text("from_user", ""),
                json.text("to_user", ""),
                json.text("content", ""),
                json.text("timestamp", ""));
    }
}
