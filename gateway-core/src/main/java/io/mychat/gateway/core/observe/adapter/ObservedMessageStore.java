package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Measures each operation of a {@link MessageStore}, and remembers the traces of messages. Thread-safe. */
final class ObservedMessageStore implements MessageStore {

    private final MessageStore store;
    private final MessageTraces traces;
    private final TraceRecorder recorder;
    private final ObservedCall append;
    private final ObservedCall history;
    private final ObservedCall readInbox;
    private final ObservedCall resumeInbox;
    private final ObservedCall acknowledge;
    private final ObservedCall acknowledged;

    ObservedMessageStore(MessageStore store, ObservedStore calls, MessageTraces traces, TraceRecorder recorder) {
        this.store = store;
        this.traces = traces;
        this.recorder = recorder;
        append = calls.operation("append");
        history = calls.operation("history");
        readInbox = calls.operation("read_inbox");
        resumeInbox = calls.operation("resume_inbox");
        acknowledge = calls.operation("acknowledge");
        acknowledged = calls.operation("acknowledged");
    }

    @Override
    public AppendOutcome append(NewMessage message) {
        // Before the store has it: its receivers may be told at once.
        traces.sending(message.messageId());
        return recorder.isOn()
                ? RecordedAppend.append(recorder, message, () -> append.get(() -> store.append(message)))
                : append.get(() -> store.append(message));
    }

    @Override
    public CompletionStage<AppendOutcome> appendLater(NewMessage message) {
        traces.sending(message.messageId());
        return recorder.isOn()
                ? RecordedAppend.later(recorder, message, () -> append.later(() -> store.appendLater(message)))
                : append.later(() -> store.appendLater(message));
    }

    @Override
    public boolean appendsLater() {
        return store.appendsLater();
    }

    @Override
    public Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        return history.get(() -> store.history(chat, limit, before));
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        return readInbox.get(() -> store.readInbox(userId, afterSeq, limit));
    }

    @Override
    public InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        return resumeInbox.get(() -> store.resumeInbox(userId, epoch, lastSeq));
    }

    @Override
    public void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        acknowledge.run(() -> store.acknowledge(userId, device, epoch, inboxSeq));
    }

    @Override
    public boolean tryAcknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        return acknowledge.get(() -> store.tryAcknowledge(userId, device, epoch, inboxSeq));
    }

    /** Not measured: it does not wait. */
    @Override
    public void sessionEnded(String userId, DeviceKey device) {
        store.sessionEnded(userId, device);
    }

    @Override
    public long acknowledged(String userId, DeviceKey device) {
        return acknowledged.get(() -> store.acknowledged(userId, device));
    }

    @Override
    public void listen(InboxListener listener) {
        store.listen(listener);
    }

    @Override
    public boolean neverWaits() {
        return store.neverWaits();
    }

    /** Not measured: an export's calls are no load of clients. */
    @Override
    public Optional<MessageArchive> archive() {
        return store.archive();
    }
}
