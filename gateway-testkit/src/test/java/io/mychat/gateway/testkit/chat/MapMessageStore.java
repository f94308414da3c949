package io.mychat.gateway.testkit.chat;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A message store on plain maps, written from the Javadoc of {@link MessageStore} alone, as a stranger writes one on a
 * database. Its monitor is the transaction. Subclasses make the mistakes that strangers make.
 */
class MapMessageStore implements MessageStore {

    private static final String EPOCH = "first";

    private final TimeSource time;
    private final Map<ChatId, List<Row>> chats = new HashMap<>();
    private final Map<String, List<InboxRow>> inboxes = new HashMap<>();
    private final Map<String, Sent> byClientMsgId = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final List<Throwable> mistakes = new CopyOnWriteArrayList<>();
    private @Nullable InboxListener listener;

    private record Row(ChatMessage message, Instant storedAt) {}

    private record InboxRow(InboxEntry entry, Instant storedAt) {}

    private record Sent(ChatMessage message, Instant at) {}

    MapMessageStore(TimeSource time) {
        this.time = time;
    }

    Duration retention() {
        return DEFAULT_RETENTION;
    }

    Duration dedupeTime() {
        return DEFAULT_DEDUPE_TIME;
    }

    String dedupeKey(NewMessage message) {
        return message.fromUser() + "\n" + message.chatId() + "\n" + message.clientMsgId();
    }

    @Override
    public AppendOutcome append(NewMessage message) {
        Map<String, InboxEntry> arrived = new HashMap<>();
        ChatMessage stored;
        synchronized (this) {
            Instant now = time.now();
            List<Row> chat = chats.computeIfAbsent(message.chatId(), id -> new ArrayList<>());
            for (Row row : chat) {
                if (row.message().messageId().equals(message.messageId())) {
                    return new AppendOutcome.Stored(row.message());
                }
            }
            if (message.clientMsgId() != null) {
                Sent sent = byClientMsgId.get(dedupeKey(message));
                if (sent != null && now.isBefore(sent.at().plus(dedupeTime()))) {
                    return sent.message().content().equals(message.content())
                            ? new AppendOutcome.Duplicate(sent.message())
                            : new AppendOutcome.ClientMsgIdReused();
                }
            }
            stored = new ChatMessage(
                    message.messageId(),
                    message.chatId(),
                    chat.size() + 1,
                    message.fromUser(),
                    message.toUser(),
                    message.content(),
                    message.timestamp());
            chat.add(new Row(stored, now));
            if (message.clientMsgId() != null) {
                byClientMsgId.put(dedupeKey(message), new Sent(stored, now));
            }
            for (String owner : InboxOwners.of(message.fromUser(), message.toUser())) {
                List<InboxRow> inbox = inboxes.computeIfAbsent(owner, user -> new ArrayList<>());
                InboxEntry entry = new InboxEntry(inbox.size() + 1, stored, message.originSession());
                inbox.add(new InboxRow(entry, now));
                arrived.put(owner, entry);
            }
        }
        arrived.forEach(this::tell);
        return new AppendOutcome.Stored(stored);
    }

    private void tell(String userId, InboxEntry entry) {
        InboxListener current;
        synchronized (this) {
            current = listener;
        }
        if (current != null) {
            try {
                current.onArrived(userId, EPOCH, entry);
            } catch (RuntimeException | Error mistake) { // of the listener: the message is stored
                mistakes.add(mistake);
            }
        }
    }

    private boolean isKept(Instant storedAt) {
        return time.now().isBefore(storedAt.plus(retention()));
    }

    @Override
    public synchronized Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        List<ChatMessage> kept = chats.getOrDefault(chat, List.of()).stream()
                .filter(row -> isKept(row.storedAt()))
                .map(Row::message)
                .toList();
        int end = kept.size();
        if (before.isPresent()) {
            List<String> ids = kept.stream().map(ChatMessage::messageId).toList();
            end = ids.indexOf(before.get());
            if (end < 0) {
                return Optional.empty();
            }
        }
        int begin = Math.max(0, end - limit);
        return Optional.of(new HistoryPage(kept.subList(begin, end), begin > 0));
    }

    @Override
    public synchronized InboxPage readInbox(String userId, long afterSeq, int limit) {
        List<InboxRow> all = inboxes.getOrDefault(userId, List.of());
        List<InboxEntry> kept = all.stream()
                .filter(row -> isKept(row.storedAt()))
                .map(InboxRow::entry)
                .toList();
        long latest = all.size();
        long oldest = kept.isEmpty() ? latest + 1 : kept.get(0).inboxSeq();
        List<InboxEntry> entries = kept.stream()
                .filter(entry -> entry.inboxSeq() > afterSeq)
                .limit(limit)
                .toList();
        return new InboxPage(EPOCH, oldest, latest, entries);
    }

    @Override
    public InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        return readInbox(userId, 0, 0);
    }

    @Override
    public synchronized void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        if (epoch.equals(EPOCH)) {
            acknowledged.merge(userId + "\n" + device, inboxSeq, Math::max);
        }
    }

    @Override
    public synchronized long acknowledged(String userId, DeviceKey device) {
        return acknowledged.getOrDefault(userId + "\n" + device, 0L);
    }

    @Override
    public synchronized void listen(InboxListener later) {
        listener = later;
    }
}
