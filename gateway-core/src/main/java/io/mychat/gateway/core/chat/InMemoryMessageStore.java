package io.mychat.gateway.core.chat;

import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The embedded message store: everything in memory, gone when the process ends, which the epoch tells. Thread-safe: one
 * lock guards it all, and nothing under it waits.
 *
 * <p>Retention is by age and by count for each chat and inbox; over the total bounds the oldest messages of all go first.
 * When there are too many inboxes a message to a new one is refused as if the store were away.
 */
public final class InMemoryMessageStore implements MessageStore {

    private final MessagesConfig limits;
    private final TimeSource time;
    private final String epoch = UUID.randomUUID().toString();

    private final Map<String, Log<ChatMessage>> chats = new HashMap<>();
    private final Map<String, Inbox> inboxes = new HashMap<>();
    private final Map<DedupeKey, ChatMessage> dedupe = new HashMap<>();
    private final Deque<Remembered> dedupeAge = new ArrayDeque<>();
    private final Deque<ChatMessage> byAge = new ArrayDeque<>();
    private long totalBytes;

    public InMemoryMessageStore(MessagesConfig limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
    }

    @Override
    public synchronized AppendOutcome append(NewMessage message) {
        forgetOld();
        String clientMsgId = message.clientMsgId();
        ChatId chat = message.chatId();
        DedupeKey key = clientMsgId == null ? null : new DedupeKey(message.fromUser(), chat.toString(), clientMsgId);
        ChatMessage known = key == null ? null : dedupe.get(key);
        if (known != null) {
            return known.content().equals(message.content())
                    ? new AppendOutcome.Duplicate(known)
                    : new AppendOutcome.ClientMsgIdReused();
        }
        makeSureOfInboxes(message);
        Log<ChatMessage> log = chats.computeIfAbsent(chat.toString(), id -> new Log<>());
        ChatMessage stored = new ChatMessage(
                message.messageId(),
                chat,
                log.nextSeq(),
                message.fromUser(),
                message.toUser(),
                message.content(),
                message.timestamp());
        log.add(stored, limits.maxPerInbox());
        deliver(message.fromUser(), stored, message.originSession());
        if (!message.fromUser().equals(message.toUser())) {
            deliver(message.toUser(), stored, message.originSession());
        }
        byAge.add(stored);
        totalBytes += weight(stored);
        if (key != null) {
            dedupe.put(key, stored);
            dedupeAge.add(new Remembered(key, time.now()));
        }
        return new AppendOutcome.Stored(stored);
    }

    private void makeSureOfInboxes(NewMessage message) {
        int more = (inboxes.containsKey(message.fromUser()) ? 0 : 1) + (inboxes.containsKey(message.toUser()) ? 0 : 1);
        if (more > 0 && inboxes.size() + more > limits.maxInboxes()) {
            throw new StoreUnavailableException("messages.max_inboxes is reached: " + limits.maxInboxes());
        }
    }

    private void deliver(String userId, ChatMessage message, String originSession) {
        Log<InboxEntry> log = inboxes.computeIfAbsent(userId, id -> new Inbox()).log;
        log.add(new InboxEntry(log.nextSeq(), message, originSession), limits.maxPerInbox());
    }

    @Override
    public synchronized Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        forgetOld();
        Log<ChatMessage> log = chats.get(chat.toString());
        if (log == null) {
            return before.isEmpty() ? Optional.of(new HistoryPage(List.of(), false)) : Optional.empty();
        }
        List<ChatMessage> all = log.entries();
        int end = all.size();
        if (before.isPresent()) {
            end = indexOf(all, before.get());
            if (end < 0) {
                return Optional.empty();
            }
        }
        int start = Math.max(0, end - limit);
        return Optional.of(new HistoryPage(List.copyOf(all.subList(start, end)), start > 0));
    }

    private static int indexOf(List<ChatMessage> messages, String id) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).messageId().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public synchronized InboxPage readInbox(String userId, long afterSeq, int limit) {
        forgetOld();
        Inbox inbox = inboxes.get(userId);
        if (inbox == null) {
            return new InboxPage(epoch, 1, 0, List.of());
        }
        Log<InboxEntry> log = inbox.log;
        return new InboxPage(epoch, log.oldestSeq(), log.latestSeq(), log.after(afterSeq, limit));
    }

    @Override
    public synchronized void acknowledge(String userId, DeviceKey device, long inboxSeq) {
        Inbox inbox = inboxes.get(userId);
        if (inbox != null) {
            inbox.acknowledged.merge(device, inboxSeq, Math::max);
        }
    }

    @Override
    public synchronized long acknowledged(String userId, DeviceKey device) {
        Inbox inbox = inboxes.get(userId);
        return inbox == null ? 0 : inbox.acknowledged.getOrDefault(device, 0L);
    }

    /** Forgets what is too old or too much. Each message leaves once, so the cost is spread over the appends. */
    private void forgetOld() {
        Instant now = time.now();
        Instant oldest = now.minus(limits.retention());
        while (!byAge.isEmpty() && (byAge.getFirst().timestamp().isBefore(oldest) || isTooMuch())) {
            ChatMessage gone = byAge.removeFirst();
            totalBytes -= weight(gone);
            dropUpTo(chats.get(gone.chatId().toString()), gone);
            dropFromInbox(gone.fromUser(), gone);
            dropFromInbox(gone.toUser(), gone);
        }
        Duration dedupeTime = limits.dedupe();
        while (!dedupeAge.isEmpty()
                && (dedupeAge.getFirst().at().plus(dedupeTime).isBefore(now)
                        || dedupeAge.size() > limits.maxTotalMessages())) {
            dedupe.remove(dedupeAge.removeFirst().key());
        }
    }

    private boolean isTooMuch() {
        return byAge.size() > limits.maxTotalMessages() || totalBytes > limits.maxTotalBytes();
    }

    private static void dropUpTo(@org.jspecify.annotations.Nullable Log<ChatMessage> log, ChatMessage gone) {
        if (log != null) {
            log.dropWhile(message -> message.chatSeq() <= gone.chatSeq());
        }
    }

    private void dropFromInbox(String userId, ChatMessage gone) {
        Inbox inbox = inboxes.get(userId);
        if (inbox != null) {
            inbox.log.dropWhile(entry -> entry.message().messageId().equals(gone.messageId()));
        }
    }

    private static long weight(ChatMessage message) {
        return 2L * message.content().length() + 256;
    }

    private record DedupeKey(String sender, String chat, String clientMsgId) {}

    private record Remembered(DedupeKey key, Instant at) {}

    /** One user's inbox. */
    private static final class Inbox {
        private final Log<InboxEntry> log = new Log<>();
        private final Map<DeviceKey, Long> acknowledged = new HashMap<>();
    }

    /** Entries that count up by one, of which the oldest may be gone. */
    private static final class Log<T> {
        private final ArrayList<T> entries = new ArrayList<>();
        private int head;
        private long dropped;

        long nextSeq() {
            return latestSeq() + 1;
        }

        long latestSeq() {
            return dropped + entries.size() - head;
        }

        long oldestSeq() {
            return dropped + 1;
        }

        void add(T entry, int max) {
            entries.add(entry);
            while (entries.size() - head > max) {
                dropFirst();
            }
        }

        List<T> entries() {
            return entries.subList(head, entries.size());
        }

        List<T> after(long seq, int limit) {
            List<T> all = entries();
            int start = (int) Math.min(Math.max(0, seq - dropped), all.size());
            return List.copyOf(all.subList(start, (int) Math.min(all.size(), (long) start + limit)));
        }

        void dropWhile(java.util.function.Predicate<T> gone) {
            while (head < entries.size() && gone.test(entries.get(head))) {
                dropFirst();
            }
        }

        private void dropFirst() {
            // Set to null until half of the list is dead, then moved in one go.
            clear(head);
            head++;
            dropped++;
            if (head > 32 && head > entries.size() / 2) {
                entries.subList(0, head).clear();
                head = 0;
            }
        }

        @SuppressWarnings("NullAway") // dead places are never read
        private void clear(int index) {
            entries.set(index, null);
        }
    }
}
