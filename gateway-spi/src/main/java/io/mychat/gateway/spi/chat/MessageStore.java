package io.mychat.gateway.spi.chat;

import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps chats and inboxes (protocol.md 1.4). Every method is atomic, thread-safe and may block. Every method throws
 * {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * <p>A message stays in its chat and in the inboxes for the retention, counted from the call of {@link #append}; then it is
 * found nowhere, and the numbers go on. A store takes any text as content, U+0000 and characters beyond the basic plane
 * included, and returns it unchanged. It keeps timestamps in whole milliseconds. The numbers of a chat and of an inbox
 * begin with 1 and have no gaps, however many threads and gateways store at once. An inbox has room for at least {@value
 * #MIN_PER_INBOX} entries; beyond a limit of its own, a store evicts the oldest.
 *
 * @since 0.1.0
 */
public interface MessageStore {

    /** How long a store keeps a message unless it is configured otherwise. */
    Duration DEFAULT_RETENTION = Duration.ofDays(30);

    /** How long a store recognises a {@code client_msg_id} unless it is configured otherwise; from the first message on. */
    Duration DEFAULT_DEDUPE_TIME = Duration.ofHours(24);

    /** The smallest room of an inbox, in entries, unless a store is configured otherwise. */
    int MIN_PER_INBOX = 10_000;

    /**
     * Stores a message in its chat and in the inboxes of its {@link InboxOwners}, or finds that it is already stored. After
     * an exception the message may have been stored; a retry with the same message id stores it only once, and returns
     * {@link AppendOutcome.Stored} again. Within the store's dedupe time, messages of one sender in one chat with the same
     * {@code client_msg_id} are the same message: with the same content a {@link AppendOutcome.Duplicate} of the first one,
     * with other content refused.
     */
    AppendOutcome append(NewMessage message);

    /**
     * As {@link #append}, for a caller that does not wait for the outcome. The stage fails as {@code append} does. It may end on a
     * thread of the store that others need, too, so what follows it must not block.
     */
    default CompletionStage<AppendOutcome> appendLater(NewMessage message) {
        return CompletableFuture.completedFuture(append(message));
    }

    /**
     * Whether {@link #appendLater} never waits, neither for I/O nor for a thread that may. The gateway then calls it on the
     * threads that read the sockets, and holds no thread for a message that is being stored. Asked once, by each gateway that uses
     * the store.
     */
    default boolean appendsLater() {
        return false;
    }

    /**
     * The newest messages of a chat, or the messages before a given one. A chat without messages has an empty page.
     *
     * @param limit at least 1
     * @param before a message id, or empty for the newest
     * @return empty when {@code before} is not, or no longer, in this chat
     */
    Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before);

    /**
     * The entries of a user's inbox after {@code afterSeq}. It starts with the oldest existing entry when earlier ones
     * are gone. An inbox that was never used has an epoch, too, which is not empty.
     *
     * @param limit the largest number of entries; 0 reads the bounds alone
     */
    InboxPage readInbox(String userId, long afterSeq, int limit);

    /**
     * The bounds of a user's inbox, for a client that claims to have entry {@code lastSeq} of {@code epoch}. When the
     * inbox has the same epoch but never reached {@code lastSeq}, either the store has lost entries or the claim is
     * false. The inbox keeps its entries. A store that may have lost entries begins a new epoch, but need not do so for
     * every false claim. In both cases the client has to get all entries from the oldest on.
     *
     * @param lastSeq at least 0
     */
    InboxPage resumeInbox(String userId, String epoch, long lastSeq);

    /**
     * Records that a device has processed all entries up to {@code inboxSeq}. A smaller number than the recorded one
     * changes nothing. No entry is deleted. A store may collect the acknowledgements of a device for up to a second and
     * record the newest one.
     *
     * @param epoch the epoch of {@code inboxSeq}; the call changes nothing when it is not the current epoch of the
     *     inbox
     */
    void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq);

    /**
     * As {@link #acknowledge}, where that needs neither I/O nor a thread that may wait. Returns false when it does: then nothing has
     * happened.
     */
    default boolean tryAcknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        return false;
    }

    /**
     * A session of a device has ended on this gateway: a store that collects acknowledgements writes those of the device
     * soon. Does not block.
     */
    default void sessionEnded(String userId, DeviceKey device) {}

    /** The newest entry that a device has acknowledged; 0 when it has acknowledged none. */
    long acknowledged(String userId, DeviceKey device);

    /**
     * Starts to report new entries in the inboxes of users who may be logged in on this gateway, no matter which gateway
     * stores them. Called once by a gateway, before its first message.
     *
     * <p>A later listener takes over: a host application may start another gateway on the same store after the first one
     * has stopped.
     */
    void listen(InboxListener listener);

    /**
     * Whether no call of this store waits: neither for I/O nor for a thread that may. The gateway then calls it on the
     * threads that read the sockets, instead of handing each message over to another one. A listener may then be told
     * on such a thread, too. Asked once, by each gateway that uses the store.
     */
    default boolean neverWaits() {
        return false;
    }

    /** The way to export, restore and erase the content of this store; empty: it has none. */
    default Optional<MessageArchive> archive() {
        return Optional.empty();
    }
}
