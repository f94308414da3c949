package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.chat.InMemoryMessageStore;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Optional;

/** A store that loses what it has when a test says so, and says nothing of it. Its listener hears of arrivals only. */
final class ForgetfulStore implements MessageStore {

    private final TimeSource time;
    private InMemoryMessageStore store;

    ForgetfulStore(TimeSource time) {
        this.time = time;
        this.store = new InMemoryMessageStore(time);
    }

    /** Everything is gone; what comes from now on belongs to another epoch and is not heard of. */
    void loseEverything() {
        store = new InMemoryMessageStore(time);
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
    public long acknowledged(String userId, DeviceKey device) {
        return store.acknowledged(userId, device);
    }

    @Override
    public void listen(InboxListener listener) {
        store.listen(listener);
    }
}
