package io.mychat.gateway.spi.chat;

/** What became of a message to store. */
public sealed interface AppendOutcome {

    /** Stored in the chat and in both inboxes. */
    record Stored(ChatMessage message) implements AppendOutcome {}

    /** The sender has sent this before; nothing was stored. */
    record Duplicate(ChatMessage original) implements AppendOutcome {}

    /** The sender has used this {@code client_msg_id} for another content; nothing was stored. */
    record ClientMsgIdReused() implements AppendOutcome {}
}
