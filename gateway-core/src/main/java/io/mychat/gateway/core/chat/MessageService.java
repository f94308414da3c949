package io.mychat.gateway.core.chat;

import io.mychat.gateway.core.event.MessageEvents;
import io.mychat.gateway.core.hook.GatewayHooks;
import io.mychat.gateway.core.hook.Hook;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
    private final Dependencies dependencies;

    /**
     * The further dependencies of a {@link MessageService}.
     *
     * @param events reports what becomes of a message
     * @param hooks look at messages before they are stored, and after
     * @param held the messages that hooks hold back
     */
    public record Dependencies(MessageEvents events, HookSlot hooks, HeldMessages held, TimeSource time) {}

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
            Dependencies dependencies) {
        this.store = store;
        this.users = users;
        this.messageIds = messageIds;
        this.maxMessageBytes = maxMessageBytes;
        this.dependencies = dependencies;
    }

    /**
     * Whether {@link #send(SendRequest, String, Instant, StoreSteps)} waits for nothing but hooks: neither the store nor
     * the directory of users ever waits.
     */
    public boolean neverWaits() {
        UserDirectory directory = users;
        return store.neverWaits() && (directory == null || directory.neverWaits());
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

    /** Whether {@link #sendLater} does not wait for the store. */
    public boolean sendsLater() {
        return store.appendsLater();
    }

    /** Whether {@link #sendLater} waits for nothing but hooks. */
    public boolean sendsLaterInPlace() {
        UserDirectory directory = users;
        return sendsLater() && (directory == null || directory.neverWaits());
    }

    /**
     * As {@link #send(SendRequest, String, Instant, StoreSteps)}, without holding the thread until the message is stored. What
     * hooks look at holds it. What follows the stage must not block.
     */
    public CompletionStage<SendOutcome> sendLater(
            SendRequest request, String sessionId, Instant receivedAt, StoreSteps steps) {
        if (dependencies.hooks().get().concernMessages()) {
            return CompletableFuture.completedFuture(send(request, sessionId, receivedAt, steps));
        }
        if (!isKnown(request.toUser(), steps)) {
            return CompletableFuture.completedFuture(new SendOutcome.UnknownRecipient());
        }
        NewMessage sent = message(request, sessionId, receivedAt);
        MessageEvents events = dependencies.events();
        events.storing(sent.messageId(), sent.toUser());
        CompletionStage<AppendOutcome> stage;
        try {
            stage = steps.takeLater(() -> store.appendLater(sent));
        } catch (RuntimeException | Error e) {
            events.notStored(sent.messageId());
            throw e;
        }
        return stage.handle((outcome, error) -> {
            if (!(outcome instanceof AppendOutcome.Stored)) {
                events.notStored(sent.messageId());
            }
            if (error != null) {
                throw error instanceof CompletionException failed ? failed : new CompletionException(error);
            }
            return outcome(outcome, sent);
        });
    }

    /** Sends a message of the host application or a back-end, which may speak for every user. */
    public SendOutcome send(SendRequest request) {
        if (isTooLong(request.content())) {
            return new SendOutcome.TooLarge(maxMessageBytes);
        }
        if (!request.fromUser().equals(UserInfo.SYSTEM) && !isKnown(request.fromUser(), StoreSteps.ONCE)) {
            return new SendOutcome.UnknownSender();
        }
        return send(request, NO_SESSION, dependencies.time().now(), StoreSteps.ONCE);
    }

    /** Whether the user may have messages; the gateway's own user never logs in and reads none. */
    private boolean isKnown(String userId, StoreSteps steps) {
        UserDirectory directory = users;
        return !userId.equals(UserInfo.SYSTEM)
                && (directory == null
                        || steps.take(() -> directory.findById(userId)).isPresent());
    }

    private SendOutcome append(SendRequest request, String sessionId, Instant at, StoreSteps steps) {
        NewMessage sent = message(request, sessionId, at);
        if (!dependencies.hooks().get().concernMessages()) {
            return store(sent, steps);
        }
        Optional<NewMessage> held = dependencies.held().repeated(sent);
        if (held.isPresent()) {
            return held.get().content().equals(sent.content())
                    ? new SendOutcome.Held(held.get().messageId(), sent.chatId())
                    : new SendOutcome.ClientMsgIdReused();
        }
        return ask(sent, 0, steps);
    }

    /** Its id is made before the first try, so that a repetition does not store the message twice. */
    private NewMessage message(SendRequest request, String sessionId, Instant at) {
        return new NewMessage(
                messageIds.get(),
                request.fromUser(),
                request.toUser(),
                request.content(),
                request.clientMsgId().orElse(null),
                sessionId,
                at);
    }

    /** Releases a held message, see {@link Chats#release}. */
    public Optional<SendOutcome> release(String messageId, Chats.Release release) {
        return dependencies
                .held()
                .take(messageId)
                .map(held -> release == Chats.Release.DROP
                        ? new SendOutcome.Refused("dropped", "The message was dropped.")
                        : goOn(held));
    }

    /** Its sender was told that it is held, so it is not lost to a store or a hook that fails now. */
    private SendOutcome goOn(HeldMessages.Held held) {
        boolean isDecided = false;
        try {
            SendOutcome outcome = ask(held.message(), held.nextHook(), StoreSteps.ONCE);
            isDecided = !(outcome instanceof SendOutcome.Undecided);
            return outcome;
        } finally {
            if (!isDecided) {
                dependencies.held().putBack(held);
            }
        }
    }

    /** Asks the hooks from this one on, and stores what they let pass. */
    private SendOutcome ask(NewMessage message, int from, StoreSteps steps) {
        GatewayHooks hooks = dependencies.hooks().get();
        NewMessage current = message;
        for (int i = from; i < hooks.message().size(); i++) {
            Hook<MessageHook> hook = hooks.message().get(i);
            MessageHook.Verdict verdict = verdict(hook, current);
            if (verdict == null && hook.failsClosed()) {
                return new SendOutcome.Undecided("hook_failed");
            }
            if (verdict instanceof MessageHook.Refuse refuse) {
                return new SendOutcome.Refused(refuse.error(), refuse.detail());
            }
            if (verdict instanceof MessageHook.Hold hold) {
                return dependencies.held().hold(current, i + 1, hold.atMost())
                        ? new SendOutcome.Held(current.messageId(), current.chatId())
                        : new SendOutcome.Undecided("too_many_held");
            }
            if (verdict instanceof MessageHook.Change change) {
                current = withContent(current, change.content());
            }
        }
        SendOutcome outcome = store(current, steps);
        if (outcome instanceof SendOutcome.Sent stored && !stored.repeated()) {
            hooks.onStored(stored.message());
        }
        return outcome;
    }

    /** Null: the hook has failed. */
    private MessageHook.@Nullable Verdict verdict(Hook<MessageHook> hook, NewMessage message) {
        MessageHook.Outgoing outgoing = new MessageHook.Outgoing(
                message.messageId(),
                message.fromUser(),
                message.toUser(),
                message.content(),
                message.originSession(),
                message.timestamp());
        return hook.<MessageHook.Verdict>ask(one -> {
                    MessageHook.Verdict verdict = one.beforeStored(outgoing);
                    if (verdict instanceof MessageHook.Change change && isTooLong(change.content())) {
                        throw new IllegalArgumentException("the content has more than server.max_message_bytes");
                    }
                    return verdict;
                })
                .orElse(null);
    }

    private boolean isTooLong(String content) {
        return content.getBytes(StandardCharsets.UTF_8).length > maxMessageBytes;
    }

    private static NewMessage withContent(NewMessage message, String content) {
        return new NewMessage(
                message.messageId(),
                message.fromUser(),
                message.toUser(),
                content,
                message.clientMsgId(),
                message.originSession(),
                message.timestamp());
    }

    private SendOutcome store(NewMessage message, StoreSteps steps) {
        return outcome(append(message, steps), message);
    }

    private SendOutcome outcome(AppendOutcome outcome, NewMessage message) {
        if (outcome instanceof AppendOutcome.Stored stored) {
            dependencies.events().stored(stored.message(), message.originSession());
            return new SendOutcome.Sent(stored.message(), false);
        }
        return outcome instanceof AppendOutcome.Duplicate duplicate
                ? new SendOutcome.Sent(duplicate.original(), true)
                : new SendOutcome.ClientMsgIdReused();
    }

    private AppendOutcome append(NewMessage sent, StoreSteps steps) {
        MessageEvents events = dependencies.events();
        events.storing(sent.messageId(), sent.toUser());
        boolean isStored = false;
        try {
            AppendOutcome outcome = steps.take(() -> store.append(sent));
            isStored = outcome instanceof AppendOutcome.Stored;
            return outcome;
        } finally {
            if (!isStored) {
                events.notStored(sent.messageId());
            }
        }
    }
}
