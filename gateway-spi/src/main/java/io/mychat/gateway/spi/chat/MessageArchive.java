package io.mychat.gateway.spi.chat;

import java.util.List;

/**
 * Walks over everything that a {@link MessageStore} keeps, puts messages back, and removes a person's conversations: for
 * exports, imports, rescues and erasures. Gateways may use the store meanwhile. A walk finds each message that was
 * stored before its start and still exists when the walk comes to it; of later messages it finds some.
 *
 * <p>Methods may block and are thread-safe. A call that has failed may have done a part of its work; the same call again
 * does the rest and nothing twice. Methods throw {@link io.mychat.gateway.spi.StoreUnavailableException} when the store
 * cannot answer.
 *
 * @since 0.1.0
 */
public interface MessageArchive extends AutoCloseable {

    /** The cursor of the first page of {@link #chats}. */
    String FIRST = "";

    /**
     * The chats with messages, in pages. A chat that is used during the walk may appear twice.
     *
     * @param cursor {@link #FIRST}, or the cursor of the previous page; it stays valid when the store restarts
     * @param limit about how many chats, at least 1
     * @throws IllegalArgumentException when the cursor is none
     */
    ChatsPage chats(String cursor, int limit);

    /**
     * Messages of a chat, oldest first.
     *
     * @param afterSeq the {@code chat_seq} behind which to begin; 0 for the oldest
     * @param limit the largest number of messages, at least 1
     * @return empty only when no messages follow; fewer than {@code limit} says nothing
     */
    List<ArchivedMessage> messages(ChatId chat, long afterSeq, int limit);

    /** As {@link MessageStore#readInbox}. */
    InboxPage readInbox(String userId, long afterSeq, int limit);

    /**
     * Puts messages into one chat, in this order, and into no inbox. One that is as old as the retention is not put back;
     * a message keeps its {@code chat_seq} where that is
     * greater than every number of the chat; otherwise it gets the next number. Its age counts from its timestamp, so
     * that it is removed when it would have been. A retry with its {@code client_msg_id} is recognised for as long as
     * the dedupe time would have lasted, unless the store knows that id by another message.
     *
     * @param messages of one chat
     * @return an outcome for each message: RESTORED, RENUMBERED, EXISTING, CONFLICT or EXPIRED
     */
    List<RestoreOutcome> restore(List<ArchivedMessage> messages);

    /**
     * Puts messages that are in their chats into the inbox of one of their two users, in this order, behind the entries
     * that the inbox has, with the next numbers and without an origin session. Live sessions of the user are sent them.
     *
     * @return an outcome for each reference: RESTORED, EXISTING or MISSING; EXISTING also long after the dedupe time
     */
    List<RestoreOutcome> deliver(String userId, List<MessageReference> references);

    /**
     * Begins a new epoch of an inbox, which keeps its entries and goes on with their numbers; acknowledgements begin again
     * at 0. Clients with the previous epoch are told of a gap and get
     * every entry again. To be called for each user when the content of the store is older than what clients have seen.
     */
    void renewEpoch(String userId);

    /**
     * Removes a chat and its entries in the inboxes of both users, which stay in their epochs and use no number again. What the store knows of its senders' retries ends with
     * the dedupe time.
     *
     * @return the number of messages and entries that were removed: a message and its entry in each inbox; 0 the second time
     */
    int eraseChat(ChatId chat);

    /**
     * Removes an inbox with the acknowledgements of the user's devices. A new epoch begins. Its chats stay.
     *
     * @return the number of entries that were removed; 0 the second time
     */
    int eraseInbox(String userId);

    /** Releases what this archive has opened; the store of a running gateway stays open. */
    @Override
    void close();
}
