package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;

/**
 * The {@link MessageArchive} of messages in Redis, of a running gateway's store or for a program of its own. Thread-safe.
 */
public final class RedisMessageArchive implements MessageArchive {

    private final ChatArchive chats;
    private final InboxArchive inboxes;
    private final Inboxes reader;
    private final Runnable onClose;

    RedisMessageArchive(
            ChatArchive chats, Inboxes reader, TimeSource time, InboxAnnouncer announcer, Runnable onClose) {
        this.chats = chats;
        this.inboxes = new InboxArchive(chats, reader, time, announcer::mayHaveArrived);
        this.reader = reader;
        this.onClose = onClose;
    }

    /**
     * An archive without a gateway.
     *
     * @param redis closed with the archive
     */
    public static RedisMessageArchive open(Redis redis, MessageSettings settings) {
        ChatDependencies dependencies =
                ChatDependencies.of(new ChatKeys(redis.keys()), settings, "", redis.time(), () -> 0);
        RedisCalls calls = RedisCalls.of(redis);
        InboxAnnouncer announcer = new InboxAnnouncer(redis.time());
        return new RedisMessageArchive(
                new ChatArchive(calls, dependencies),
                new Inboxes(calls, dependencies, redis.time(), announcer),
                redis.time(),
                announcer,
                redis::close);
    }

    @Override
    public ChatsPage chats(String cursor, int limit) {
        return chats.chats(cursor, limit);
    }

    @Override
    public List<ArchivedMessage> messages(ChatId chat, long afterSeq, int limit) {
        return chats.messages(chat, afterSeq, limit);
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        return reader.read(userId, afterSeq, limit);
    }

    @Override
    public List<RestoreOutcome> restore(List<ArchivedMessage> messages) {
        return chats.restore(messages);
    }

    @Override
    public List<RestoreOutcome> deliver(String userId, List<MessageReference> references) {
        return inboxes.deliver(userId, references);
    }

    @Override
    public void renewEpoch(String userId) {
        inboxes.renewEpoch(userId);
    }

    /**
     * The inboxes first: when it fails between, the chat is still found by the next walk. And once more behind the chat:
     * a sweep may have delivered a message meanwhile.
     */
    @Override
    public int eraseChat(ChatId chat) {
        int removed = drop(chat);
        removed += chats.erase(chat);
        return removed + drop(chat);
    }

    private int drop(ChatId chat) {
        List<String> users = chat.members();
        int removed = 0;
        for (String user : InboxOwners.of(users.get(0), users.get(users.size() - 1))) {
            removed += inboxes.drop(user, chat);
        }
        return removed;
    }

    @Override
    public int eraseInbox(String userId) {
        return inboxes.erase(userId);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
