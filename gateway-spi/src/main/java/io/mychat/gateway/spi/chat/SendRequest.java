package io.mychat.gateway.spi.chat;

import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that a host application sends in the name of a user, or as the gateway itself.
 *
 * @param fromUser the sender, {@link UserInfo#SYSTEM} for the gateway itself
 * @param content not empty, at most {@code server.max_message_bytes} of UTF-8
 * @param clientMsgId names the message for its sender and chat, 1 to 128 characters: within {@code
 *     messages.dedupe_hours} the same message is stored once. A client of the same user shares the names
 * @since 0.1.0
 */
public record SendRequest(String fromUser, String toUser, String content, Optional<String> clientMsgId) {

    /** The longest {@code client_msg_id}, in characters. */
    public static final int MAX_CLIENT_MSG_ID = 128;

    public SendRequest {
        check(UserInfo.isValidUserId(fromUser), "fromUser must be 1 to 128 bytes of UTF-8 without control characters");
        check(UserInfo.isValidUserId(toUser), "toUser must be 1 to 128 bytes of UTF-8 without control characters");
        check(!Objects.requireNonNull(content, "content").isEmpty(), "content must not be empty");
        check(
                clientMsgId.filter(id -> !isValidClientMsgId(id)).isEmpty(),
                "clientMsgId must be 1 to " + MAX_CLIENT_MSG_ID + " characters");
    }

    /** A message of a user. */
    public static SendRequest from(String fromUser, String toUser, String content) {
        return new SendRequest(fromUser, toUser, content, Optional.empty());
    }

    /** A message of the gateway itself, from the user {@link UserInfo#SYSTEM}. */
    public static SendRequest fromSystem(String toUser, String content) {
        return from(UserInfo.SYSTEM, toUser, content);
    }

    /** The same message with a name, so that its repetition is stored once. */
    public SendRequest withClientMsgId(String id) {
        return new SendRequest(fromUser, toUser, content, Optional.of(id));
    }

    /** Whether {@code text} is 1 to 128 characters. */
    public static boolean isValidClientMsgId(String text) {
        return !text.isEmpty() && TextLength.isAtMost(MAX_CLIENT_MSG_ID, text);
    }

    private static void check(boolean good, String fault) {
        if (!good) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Omits the content. */
    @Override
    public String toString() {
        return "SendRequest[fromUser=" + fromUser + ", toUser=" + toUser + ", content=" + content.length()
                + " characters, clientMsgId=" + clientMsgId + "]";
    }
}
