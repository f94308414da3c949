package io.mychat.gateway.spi.chat;

/** The outcome of {@link Chats#send}. */
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
}
