package io.mychat.gateway.spi.chat;

/**
 * The outcome of {@link Chats#send}.
 *
 * @since 0.1.0
 */
public sealed interface SendOutcome {

    /**
     * The message is stored.
     *
     * @param repeated whether an earlier call has stored it; {@code message} is that one
     */
    record Sent(ChatMessage message, boolean repeated) implements SendOutcome {}

    /** The {@link io.mychat.gateway.spi.auth.UserDirectory} does not know the sender; nothing was stored. */
    record UnknownSender() implements SendOutcome {}

    /** The {@link io.mychat.gateway.spi.auth.UserDirectory} does not know the recipient; nothing was stored. */
    record UnknownRecipient() implements SendOutcome {}

    /** The sender has used this {@code client_msg_id} for other content; nothing was stored. */
    record ClientMsgIdReused() implements SendOutcome {}

    /**
     * The content is longer than a client's message may be; nothing was stored.
     *
     * @param maxBytes {@code server.max_message_bytes}
     */
    record TooLarge(int maxBytes) implements SendOutcome {}

    /**
     * A hook of a plug-in holds the message back on this node, see {@link Chats#release}. Nothing was stored.
     *
     * @param messageId the id that the message has and will have
     */
    record Held(String messageId, ChatId chatId) implements SendOutcome {}

    /**
     * A hook of a plug-in has refused the message; nothing was stored.
     *
     * @param error the machine-readable reason
     * @param detail a sentence for the sender
     */
    record Refused(String error, String detail) implements SendOutcome {}

    /**
     * A hook of a plug-in could not decide, or there is no room for another held message; nothing was stored. The same
     * message may be sent again.
     *
     * @param error {@code hook_failed} or {@code too_many_held}
     */
    record Undecided(String error) implements SendOutcome {}
}
