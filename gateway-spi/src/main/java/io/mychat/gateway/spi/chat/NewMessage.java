package io.mychat.gateway.spi.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message to store.
 *
 * @param messageId unique; later messages have greater ids
 * @param clientMsgId the sender's own id for deduplication, or null
 * @param originSession the session that sent the message; the message is not delivered to that session. Empty:
 *     no session has sent it
 * @since 0.1.0
 */
public record NewMessage(
        String messageId,
        String fromUser,
        String toUser,
        String content,
        @Nullable String clientMsgId,
        String originSession,
        Instant timestamp) {

    /** The same message, which no retry repeats. */
    public NewMessage withoutClientMsgId() {
        return new NewMessage(messageId, fromUser, toUser, content, null, originSession, timestamp);
    }

    public ChatId chatId() {
        return ChatId.between(fromUser, toUser);
    }
}
