package io.mychat.gateway.core.chat;

import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages between users (2001); the store notifies the receivers. Thread-safe; may block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when the store or the directory of users cannot answer.
 */
public final class MessageService {

    private static final String NO_SESSION = "";

    private final MessageStore store;
    private final @Nullable UserDirectory users;
    private final Supplier<String> messageIds;
    private final int maxMessageBytes;
    private final TimeSource time;

    /**
     * @param users knows the senders and recipients; null: every user id is accepted
     * @param messageIds creates unique ids; later ids are greater
     * @param maxMessageBytes the longest content, in bytes of UTF-8
     */
    public MessageService(
            MessageStore store,
            @Nullable UserDirectory users,
            Supplier<String> messageIds,
            int maxMessageBytes,
            TimeSource time) {
        this.store = store;
        this.users = users;
        this.messageIds = messageIds;
        this.maxMessageBytes = maxMessageBytes;
        this.time = time;
    }

    /**
     * Sends a message of a client.
     *
     * @param sessionId the client's session, which does not get the message itself
     * @param receivedAt the time of the message
     * @param steps may repeat the steps in the stores
     */
    public SendOutcome send(SendRequest request, String sessionId, Instant receivedAt, StoreSteps steps) {
        if (!isKnown(request.toUser(), steps)) {
            return new SendOutcome.UnknownRecipient();
        }
        return append(request, sessionId, receivedAt, steps);
    }

    /** Sends a message of the host application or a back-end, which may speak for every user. */
    public SendOutcome send(SendRequest request) {
        if (request.content().getBytes(StandardCharsets.UTF_8).length > maxMessageBytes) {
            return new SendOutcome.TooLarge(maxMessageBytes);
        }
        if (!request.fromUser().equals(UserInfo.SYSTEM) && !isKnown(request.fromUser(), StoreSteps.ONCE)) {
            return new SendOutcome.UnknownSender();
        }
        return send(request, NO_SESSION, time.now(), StoreSteps.ONCE);
    }

    /** Whether the user may have messages; the gateway's own user never logs in and reads none. */
    private boolean isKnown(String userId, StoreSteps steps) {
        UserDirectory directory = users;
        return !userId.equals(UserInfo.SYSTEM)
                && (directory == null
                        || steps.take(() -> directory.findById(userId)).isPresent());
    }

    private SendOutcome append(SendRequest request, String sessionId, Instant at, StoreSteps steps) {
        // The id is made before the first try, so that a repetition does not store the message twice.
        NewMessage sent = new NewMessage(
                messageIds.get(),
                request.fromUser(),
                request.toUser(),
                request.content(),
                request.clientMsgId().orElse(null),
                sessionId,
                at);
        AppendOutcome outcome = steps.take(() -> store.append(sent));
        if (outcome instanceof AppendOutcome.Stored stored) {
            return new SendOutcome.Sent(stored.message(), false);
        }
        return outcome instanceof AppendOutcome.Duplicate duplicate
                ? new SendOutcome.Sent(duplicate.original(), true)
                : new SendOutcome.ClientMsgIdReused();
    }
}
