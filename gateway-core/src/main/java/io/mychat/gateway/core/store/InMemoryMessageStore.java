package io.mychat.gateway.core.store;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link MessageStore} of one process. Its content ends with the process, and the next process has another epoch.
 *
 * <p>Everything is bounded, see {@link MessageStoreLimits}. At a bound that all users share, the user who fills the
 * store loses the own oldest messages, see {@link EvictionOrder}; at the other bounds the oldest message is evicted.
 * Each call first removes expired messages. {@link #sweep()} has to be called regularly, so that a quiet store removes
 * them too and a busy one never has many to remove at once.
 *
 * <p>Thread-safe. One lock (this object's monitor) guards everything, because a chat, two inboxes and the totals change
 * together. It is held for a few steps in memory and never during a call to a listener. That lock is the reason for the
 * length of the class.
 */
public final class InMemoryMessageStore implements MessageStore, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(InMemoryMessageStore.class);

    private final TimeSource time;
    private final MessageStoreLimits limits;
    private final String storeEpoch = UUID.randomUUID().toString();

    /** The messages that a chat or an inbox still holds, by id, in order of arrival. */
    private final Map<String, StoredMessage> kept = new LinkedHashMap<>();

    /** The message that arrived last, which may be gone; null: none has. */
    private @Nullable StoredMessage newest;

    /** The same messages by sender. */
    private final EvictionOrder<StoredMessage> senders = new EvictionOrder<>();

    private final RateLimitedLog failures;
    private final OwnedMap<ChatId, Chat> chats;
    private final OwnedMap<String, Inbox> inboxes;
    private long bytes;
    private long forgottenInboxes;
    /** The users whose inboxes were forgotten since the listener was last notified. */
    private final List<String> forgotten = new ArrayList<>();

    private final Map<Eviction, Long> evicted = new EnumMap<>(Eviction.class);

    /** Called without the lock. */
    private volatile @Nullable InboxListener listener;

    public InMemoryMessageStore(TimeSource time) {
        this(time, MessageStoreLimits.defaults());
    }

    public InMemoryMessageStore(TimeSource time, MessageStoreLimits limits) {
        this.time = time;
        this.failures = RateLimitedLog.withCauses(log::warn, time);
        this.limits = limits;
        this.chats = new OwnedMap<>(limits.total().maxChats(), this::forget);
        this.inboxes = new OwnedMap<>(limits.total().maxInboxes(), this::forget);
    }

    @Override
    public void listen(InboxListener newListener) {
        listener = newListener;
    }

    /** @throws IllegalArgumentException when the message id is in use for another message */
    @Override
    public AppendOutcome append(NewMessage message) {
        List<Arrival> arrivals = new ArrayList<>(2);
        List<String> lost = new ArrayList<>(0);
        AppendOutcome outcome = append(message, arrivals, lost);
        InboxListener hearer = listener;
        if (hearer != null) {
            lost.forEach(userId -> tell(() -> hearer.mayHaveArrived(userId)));
            arrivals.forEach(
                    arrival -> tell(() -> hearer.onArrived(arrival.userId(), arrival.epoch(), arrival.entry())));
        }
        return outcome;
    }

    /** Notifies the listener. Its failure affects nobody, since the message is stored already. */
    private void tell(Runnable hint) {
        FaultBarrier.run(failures, "The listener failed at a notification about an inbox", hint);
    }

    /** A notification for the listener, sent after the lock is released. */
    private record Arrival(String userId, String epoch, InboxEntry entry) {}

    /** @param lost receives the users whose inboxes were evicted */
    private synchronized AppendOutcome append(NewMessage message, List<Arrival> arrivals, List<String> lost) {
        dropEnded();
        Optional<StoredMessage> before = Optional.ofNullable(chats.get(message.chatId()))
                .flatMap(chat -> chat.findSent(message))
                .filter(sent ->
                        time.nanoTime() - sent.arrivedAt() < limits.dedupe().toNanos());
        if (before.isPresent()) {
            ChatMessage original = before.get().message();
            return original.content().equals(message.content())
                    ? new AppendOutcome.Duplicate(original)
                    : new AppendOutcome.ClientMsgIdReused();
        }
        StoredMessage same = kept.get(message.messageId());
        if (same != null) {
            if (!same.isOf(message)) {
                throw new IllegalArgumentException("message id in use: " + message.messageId());
            }
            return new AppendOutcome.Stored(same.message());
        }
        StoredMessage stored = store(message, arrivals);
        lost.addAll(forgotten);
        forgotten.clear();
        return new AppendOutcome.Stored(stored.message());
    }

    @Override
    public synchronized Optional<HistoryPage> history(ChatId chatId, int limit, Optional<String> before) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        dropEnded();
        Chat chat = chats.get(chatId);
        if (chat == null) {
            return before.isPresent() ? Optional.empty() : Optional.of(new HistoryPage(List.of(), false));
        }
        long oldest = chat.tape().oldest();
        long end =
                before.isPresent() ? chatSeqOf(before.get(), chat) : chat.tape().latest() + 1;
        if (end < oldest) {
            return Optional.empty();
        }
        List<ChatMessage> messages = chat.tape().before(end, limit).stream()
                .map(StoredMessage::message)
                .toList();
        return Optional.of(
                new HistoryPage(messages, !messages.isEmpty() && messages.get(0).chatSeq() > oldest));
    }

    @Override
    public synchronized InboxPage readInbox(String userId, long afterSeq, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative");
        }
        dropEnded();
        Inbox inbox = inboxes.get(userId);
        return inbox == null ? new InboxPage(newEpoch(), 1, 0, List.of()) : inbox.read(afterSeq, limit);
    }

    /**
     * Within an epoch this store loses no entries unnoticed, so a {@code lastSeq} beyond the newest entry is an error
     * of the client.
     */
    @Override
    public synchronized InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        dropEnded();
        Inbox inbox = inboxes.get(userId);
        return inbox == null || !inbox.epoch().equals(epoch) ? readInbox(userId, 0, 0) : inbox.resume(lastSeq);
    }

    @Override
    public synchronized void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        Inbox inbox = inboxes.get(userId);
        if (inbox != null && inboxSeq > 0) {
            inbox.acknowledge(device, epoch, inboxSeq);
        }
    }

    @Override
    public synchronized long acknowledged(String userId, DeviceKey device) {
        Inbox inbox = inboxes.get(userId);
        return inbox == null ? 0 : inbox.acknowledged(device);
    }

    /** Removes expired messages. */
    public synchronized void sweep() {
        dropEnded();
    }

    private StoredMessage store(NewMessage message, List<Arrival> arrivals) {
        Chat chat = chats.computeIfAbsent(message.fromUser(), message.chatId(), message.chatId(), Chat::new);
        StoredMessage added = new StoredMessage(message, chat.id(), chat.tape().latest() + 1, time.nanoTime());
        hold(added, chat);
        InboxOwners.of(message.fromUser(), message.toUser()).forEach(user -> arrivals.add(deliver(added, user)));
        keepWithinBytes(added);
        return added;
    }

    private void hold(StoredMessage added, Chat chat) {
        kept.put(added.message().messageId(), added);
        newest = added;
        senders.add(added.message().fromUser(), added, added.bytes());
        bytes += added.bytes();
        chat.append(added);
        note(Eviction.CHAT_FULL, trim(chat, limits.maxPerChat()));
    }

    private void keepWithinBytes(StoredMessage added) {
        while (bytes > limits.total().maxBytes() && kept.size() > 1) {
            makeRoom(added);
        }
    }

    private void makeRoom(StoredMessage added) {
        String sender = added.message().fromUser();
        StoredMessage next = senders.next(sender, limits.total().maxBytes(), added);
        if (next != null) {
            note(next.message().fromUser().equals(sender) ? Eviction.STORE_FULL_OWN : Eviction.STORE_FULL, 1);
            next.leaveAll();
            release(next);
        }
    }

    private Arrival deliver(StoredMessage message, String userId) {
        String sender = message.message().fromUser();
        Inbox inbox = inboxes.computeIfAbsent(
                sender,
                userId,
                sender,
                user -> new Inbox(user, newEpoch(), limits.total().maxDevicesPerInbox()));
        inbox.append(message);
        note(Eviction.INBOX_FULL, trim(inbox, limits.maxPerInbox()));
        InboxEntry entry = new InboxEntry(inbox.tape().latest(), message.message(), message.originSession());
        return new Arrival(userId, inbox.epoch(), entry);
    }

    /**
     * The message's number in the chat; 0 when the chat does not hold it. An inbox may hold a message of an evicted
     * chat with the same name, in which the message's number belongs to another message or to none.
     */
    private long chatSeqOf(String messageId, Chat chat) {
        StoredMessage message = kept.get(messageId);
        if (message == null || !message.message().chatId().equals(chat.id())) {
            return 0;
        }
        long number = message.message().chatSeq();
        return chat.tape().holds(number, message) ? number : 0;
    }

    private void dropEnded() {
        long now = time.nanoTime();
        while (!kept.isEmpty()
                && now - oldest().arrivedAt() >= limits.retention().toNanos()) {
            StoredMessage oldest = oldest();
            oldest.leaveAll();
            release(oldest);
        }
    }

    private StoredMessage oldest() {
        return kept.values().iterator().next();
    }

    /** Returns the number of evicted messages. */
    private int trim(MessageHolder messageHolder, int limit) {
        int gone = 0;
        while (messageHolder.tape().size() > limit) {
            StoredMessage oldest = Objects.requireNonNull(
                    messageHolder.tape().at(messageHolder.tape().oldest()));
            if (oldest.leave(messageHolder)) {
                release(oldest);
            }
            gone++;
        }
        return gone;
    }

    /** Forgets a message that neither a chat nor an inbox holds any more. */
    private void release(StoredMessage message) {
        kept.remove(message.message().messageId());
        senders.remove(message.message().fromUser(), message, message.bytes());
        bytes -= message.bytes();
    }

    private void forget(Chat chat) {
        note(Eviction.TOO_MANY_CHATS, 1);
        trim(chat, 0);
    }

    private void forget(Inbox inbox) {
        forgottenInboxes++;
        forgotten.add(inbox.userId());
        note(Eviction.TOO_MANY_INBOXES, 1);
        trim(inbox, 0);
    }

    private void note(Eviction cause, int times) {
        evicted.merge(cause, (long) times, Long::sum);
    }

    @Override
    public Optional<MessageArchive> archive() {
        return Optional.of(new InMemoryMessageArchive(this, time, limits.retention()));
    }

    // ---- for the archive

    synchronized List<ChatId> chatIds() {
        dropEnded();
        return chats.keys();
    }

    /** The messages of a chat behind a number, oldest first. */
    synchronized List<ArchivedMessage> after(ChatId chatId, long afterSeq, int limit) {
        dropEnded();
        Chat chat = chats.get(chatId);
        return chat == null
                ? List.of()
                : chat.tape().after(afterSeq, limit).stream()
                        .map(StoredMessage::archived)
                        .toList();
    }

    /**
     * Puts a message into its chat alone.
     *
     * @param age how long ago it was sent; less than the retention
     */
    synchronized RestoreOutcome restore(ArchivedMessage archived, Duration age) {
        dropEnded();
        ChatMessage message = archived.message();
        NewMessage restored = new NewMessage(
                message.messageId(),
                message.fromUser(),
                message.toUser(),
                message.content(),
                archived.clientMsgId(),
                "",
                message.timestamp());
        StoredMessage same = kept.get(message.messageId());
        if (same != null) {
            return same.isOf(restored) ? RestoreOutcome.EXISTING : RestoreOutcome.CONFLICT;
        }
        Chat chat = chats.computeIfAbsent(message.fromUser(), message.chatId(), message.chatId(), Chat::new);
        chat.tape().startAt(message.chatSeq());
        long number = chat.tape().latest() + 1;
        // Messages stand in the order of arrival, so that only the oldest has to be looked at.
        long arrivedAt = time.nanoTime() - age.toNanos();
        if (newest != null && newest.arrivedAt() - arrivedAt > 0) {
            arrivedAt = newest.arrivedAt();
        }
        boolean isIdKnown = chat.findSent(restored).isPresent();
        StoredMessage added =
                new StoredMessage(isIdKnown ? restored.withoutClientMsgId() : restored, chat.id(), number, arrivedAt);
        hold(added, chat);
        keepWithinBytes(added);
        return number == message.chatSeq() ? RestoreOutcome.RESTORED : RestoreOutcome.RENUMBERED;
    }

    /** Puts messages of chats into an inbox that does not have them. */
    List<RestoreOutcome> deliver(String userId, List<MessageReference> references) {
        List<RestoreOutcome> outcomes = new ArrayList<>();
        synchronized (this) {
            dropEnded();
            for (MessageReference reference : references) {
                StoredMessage message = kept.get(reference.messageId());
                if (message == null || !message.isFor(userId, reference.chat())) {
                    outcomes.add(RestoreOutcome.MISSING);
                } else if (message.isIn(inboxes.get(userId))) {
                    outcomes.add(RestoreOutcome.EXISTING);
                } else {
                    Arrival unused = deliver(message, userId);
                    outcomes.add(RestoreOutcome.RESTORED);
                }
            }
        }
        if (outcomes.contains(RestoreOutcome.RESTORED)) {
            notifyOf(userId);
        }
        return outcomes;
    }

    void renewEpoch(String userId) {
        synchronized (this) {
            Inbox inbox = inboxes.get(userId);
            if (inbox == null) {
                return;
            }
            forgottenInboxes++;
            inbox.renew(newEpoch());
        }
        notifyOf(userId);
    }

    synchronized int eraseChat(ChatId chatId) {
        int removed = 0;
        for (StoredMessage message : List.copyOf(kept.values())) {
            if (message.message().chatId().equals(chatId)) {
                removed += message.holders();
                message.leaveAll();
                release(message);
            }
        }
        chats.remove(chatId);
        return removed;
    }

    int eraseInbox(String userId) {
        int removed;
        synchronized (this) {
            Inbox inbox = inboxes.get(userId);
            if (inbox == null) {
                return 0;
            }
            removed = inbox.tape().count();
            trim(inbox, 0);
            inboxes.remove(userId);
            forgottenInboxes++;
        }
        notifyOf(userId);
        return removed;
    }

    private void notifyOf(String userId) {
        InboxListener hearer = listener;
        if (hearer != null) {
            tell(() -> hearer.mayHaveArrived(userId));
        }
    }

    @Override
    public synchronized List<Metric> metrics() {
        return MessageStoreMetrics.of(
                limits,
                new MessageStoreMetrics.Sizes(kept.size(), bytes, senders.largest(), chats.size(), inboxes.size()),
                evicted);
    }

    /** The epoch for new inboxes. It changes whenever an inbox is evicted. */
    private String newEpoch() {
        return storeEpoch + "-" + forgottenInboxes;
    }
}
