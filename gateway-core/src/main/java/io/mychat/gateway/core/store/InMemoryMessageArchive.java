package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The {@link MessageArchive} of the embedded store. The cursor of its walk is a chat's id; a page costs a look at the
 * ids of all chats. Thread-safe: the store's lock guards everything.
 */
final class InMemoryMessageArchive implements MessageArchive {

    private final InMemoryMessageStore store;
    private final TimeSource time;
    private final Duration retention;

    InMemoryMessageArchive(InMemoryMessageStore store, TimeSource time, Duration retention) {
        this.store = store;
        this.time = time;
        this.retention = retention;
    }

    @Override
    public ChatsPage chats(String cursor, int limit) {
        if (!cursor.equals(FIRST) && ChatId.parse(cursor).isEmpty()) {
            throw new IllegalArgumentException("not a cursor of this store");
        }
        List<ChatId> chats = store.chatIds().stream()
                .filter(chat -> chat.toString().compareTo(cursor) > 0)
                .sorted(Comparator.comparing(ChatId::toString))
                .limit(limit)
                .toList();
        return new ChatsPage(
                chats,
                chats.size() < limit
                        ? Optional.empty()
                        : Optional.of(chats.get(limit - 1).toString()));
    }

    @Override
    public List<ArchivedMessage> messages(ChatId chat, long afterSeq, int limit) {
        return store.after(chat, afterSeq, limit);
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        return store.readInbox(userId, afterSeq, limit);
    }

    @Override
    public List<RestoreOutcome> restore(List<ArchivedMessage> messages) {
        return messages.stream().map(this::restore).toList();
    }

    private RestoreOutcome restore(ArchivedMessage message) {
        Duration age = Duration.between(message.message().timestamp(), time.now());
        if (age.compareTo(retention) >= 0) {
            return RestoreOutcome.EXPIRED;
        }
        return store.restore(message, age.isNegative() ? Duration.ZERO : age);
    }

    @Override
    public List<RestoreOutcome> deliver(String userId, List<MessageReference> references) {
        return store.deliver(userId, references);
    }

    @Override
    public void renewEpoch(String userId) {
        store.renewEpoch(userId);
    }

    @Override
    public int eraseChat(ChatId chat) {
        return store.eraseChat(chat);
    }

    @Override
    public int eraseInbox(String userId) {
        return store.eraseInbox(userId);
    }

    @Override
    public void close() {
        // The store belongs to the gateway.
    }
}
