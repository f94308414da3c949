package io.mychat.gateway.client.data;

/**
 * A message as it is delivered (2003).
 *
 * @param message the message
 * @param position its place in the user's inbox
 * @since 0.1.0
 */
public record Delivered(ChatMessage message, Position position) {

    /** Reads a message of 2003. */
    public static Delivered of(JsonObject json) {
        return new Delivered(ChatMessage.of(json), new Position(json.text("epoch", ""), json.number("inbox_seq", 0)));
    }

    public String messageId() {
        return message.messageId();
    }

    public String chatId() {
        return message.chatId();
    }

    public String fromUser() {
        return message.fromUser();
    }

    public String toUser() {
        return message.toUser();
    }

    public String content() {
        return message.content();
    }

    /** The number in the inbox, which counts up by one within the epoch. */
    public long inboxSeq() {
        return position.lastSeq();
    }
}
