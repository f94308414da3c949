package io.mychat.gateway.spi.chat;

import io.mychat.gateway.spi.session.DeviceKey;
import java.util.Optional;

/**
 * Keeps chats and inboxes (protocol.md 1.4). Every method is atomic, safe for use by many threads, and may block; each
 * throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 */
public interface MessageStore {

    /**
     * Stores a message in its chat and in both inboxes (in one, when both users are the same), or finds that it was
     * stored before. After a failure it may have been stored: the same message with the same id may be given again, and is stored
     * once. The same {@code client_msg_id} of the same sender in the same chat is the same message for the
     * store's dedupe time.
     */
    AppendOutcome append(NewMessage message);

    /**
     * The newest messages of a chat, or those before one of them.
     *
     * @param limit at least 1
     * @param before a message id, or empty for the newest
     * @return empty when {@code before} is not, or no longer, in this chat
     */
    Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before);

    /**
     * Entries of a user's inbox after {@code afterSeq}, or after the oldest that is still there.
     *
     * @param limit how many entries at most; 0 for the bounds alone
     */
    InboxPage readInbox(String userId, long afterSeq, int limit);

    /**
     * The bounds of a user's inbox, for a client that says to have entry {@code lastSeq} of that epoch. An inbox whose epoch is
     * the same and that never got so far has lost something, or the client lies. It keeps all its entries, and the store either
     * begins a new epoch or leaves it: a store that may have lost something begins one, but not for every lie. In both cases the
     * client has to get what is there from the oldest on.
     *
     * @param lastSeq at least 0
     */
    InboxPage resumeInbox(String userId, String epoch, long lastSeq);

    /**
     * Notes that a device has seen everything up to {@code inboxSeq}; never goes back, deletes nothing.
     *
     * @param epoch that the number belongs to: a number of another epoch than the inbox has now changes nothing
     */
    void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq);

    /** Up to where a device has acknowledged; 0 when it never did. */
    long acknowledged(String userId, DeviceKey device);

    /**
     * Hears from now on of what enters the inboxes of users who may be logged in on this gateway, whichever gateway has
     * stored it; once, before the first message.
     */
    void listen(InboxListener listener);
}
