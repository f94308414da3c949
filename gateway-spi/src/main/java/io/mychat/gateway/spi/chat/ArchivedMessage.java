package io.mychat.gateway.spi.chat;

import org.jspecify.annotations.Nullable;

/**
 * A message in a {@link MessageArchive}, with what its store knows for retries.
 *
 * @param clientMsgId the sender's own id for deduplication, or null
 * @since 0.1.0
 */
public record ArchivedMessage(ChatMessage message, @Nullable String clientMsgId) {

    /** A message without an id of its sender. */
    public static ArchivedMessage of(ChatMessage message) {
        return new ArchivedMessage(message, null);
    }
}
