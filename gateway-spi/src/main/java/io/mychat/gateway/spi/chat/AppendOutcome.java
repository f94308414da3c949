package io.mychat.gateway.spi.chat;

/**
 * The outcome of {@link MessageStore#append}.
 *
 * @since 0.1.0
 */
public sealed interface AppendOutcome {

    /** Stored in the chat and in both inboxes. */
    record Stored(ChatMessage message) implements AppendOutcome {}

    /** The sender has already sent this message; nothing was stored. */
    record Duplicate(ChatMessage original) implements AppendOutcome {}

    /** The sender has used this {@code client_msg_id} for other content; nothing was stored. */
    record ClientMsgIdReused() implements AppendOutcome {}
}
