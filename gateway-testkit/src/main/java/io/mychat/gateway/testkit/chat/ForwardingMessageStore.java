package io.mychat.gateway.testkit.chat;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.Optional;

/**
 * Forwards all calls to another store. A test overrides those that it changes.
 *
 * @since 0.1.0
 */
public class ForwardingMessageStore implements MessageStore {

    private volatile MessageStore store;

    protected ForwardingMessageStore(MessageStore store) {
        this.store = store;
    }

    /** Forwards to another store from now on. */
    protected final void replace(MessageStore next) {
        store = next;
    }

    @Override
    public AppendOutcome append(NewMessage message) {
        return store.append(message);
    }

    @Override
    public Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        return store.history(chat, limit, before);
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        return store.readInbox(userId, afterSeq, limit);
    }

    @Override
    public InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        return store.resumeInbox(userId, epoch, lastSeq);
    }

    @Override
    public void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        store.acknowledge(userId, device, epoch, inboxSeq);
    }

    @Override
    public void sessionEnded(String userId, DeviceKey device) {
        store.sessionEnded(userId, device);
    }

    @Override
    public long acknowledged(String userId, DeviceKey device) {
        return store.acknowledged(userId, device);
    }

    @Override
    public void listen(InboxListener listener) {
        store.listen(listener);
    }
}
