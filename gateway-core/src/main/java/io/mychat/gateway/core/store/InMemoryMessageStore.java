package io.mychat.gateway.core.store;

import io.mychat.gateway.core.store.MessageRecord.Text;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
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
 * length of the class. What is kept of messages is {@linkplain StoredMessages bytes and numbers}.
 */
public final class InMemoryMessageStore implements MessageStore, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(InMemoryMessageStore.class);

    /** Of the contents of one page, so that the lock is not held for long. */
    private static final int MAX_PAGE_CHARACTERS = 1 << 20;

    private final TimeSource time;
    private final MessageStoreLimits limits;
    private final String storeEpoch = UUID.randomUUID().toString();

    private final StoredMessages messages = new StoredMessages();
    private final DedupeKeys keys = new DedupeKeys(messages);

    /** When the message came that has arrived last; null: none has. */
    private @Nullable Long newestAt;

    private final RateLimitedLog failures;
    private final OwnedMap<ChatId, Chat> chats;
    private final OwnedMap<String, Inbox> inboxes;
    private long forgottenInboxes;
    /** The epoch for new inboxes; one text for all that begin in it. */
    private String newestEpoch = "";

    private long newestEpochOf = -1;
    /** The users whose inboxes were forgotten since the listener was last notified. */
    private final List<String> forgotten = new ArrayList<>();

    private final Map<Eviction, LongAdder> evicted = new EnumMap<>(Eviction.class);

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
        ChatId chatId = message.chatId();
        Chat known = chats.get(chatId);
        int before = known == null ? SlotRing.NONE : known.findSent(message);
        if (before != SlotRing.NONE
                && time.nanoTime() - messages.arrivedAt(before)
                        < limits.dedupe().toNanos()) {
            return messages.has(before, Text.CONTENT, message.content())
                    ? new AppendOutcome.Duplicate(messages.message(before))
                    : new AppendOutcome.ClientMsgIdReused();
        }
        int same = messages.find(message.messageId());
        if (same != SlotRing.NONE) {
            if (!messages.isOf(same, message)) {
                throw new IllegalArgumentException("message id in use: " + message.messageId());
            }
            return new AppendOutcome.Stored(messages.message(same));
        }
        ChatMessage stored = store(message, chatId, arrivals);
        lost.addAll(forgotten);
        forgotten.clear();
        return new AppendOutcome.Stored(stored);
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
        List<ChatMessage> page = pageBefore(end, limit, chat.tape());
        return Optional.of(new HistoryPage(page, !page.isEmpty() && page.get(0).chatSeq() > oldest));
    }

    /** At most {@code limit} messages with the greatest numbers below {@code end}, the oldest first; fewer long ones. */
    private List<ChatMessage> pageBefore(long end, int limit, SlotRing tape) {
        Deque<ChatMessage> page = new ArrayDeque<>();
        long left = MAX_PAGE_CHARACTERS;
        for (long number = tape.lastUpTo(end - 1);
                number >= tape.oldest() && page.size() < limit && (left > 0 || page.isEmpty());
                number = tape.lastUpTo(number - 1)) {
            ChatMessage message = messages.message(tape.at(number));
            left -= message.content().length();
            page.addFirst(message);
        }
        return List.copyOf(page);
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

    private ChatMessage store(NewMessage message, ChatId chatId, List<Arrival> arrivals) {
        Chat chat = chat(message.fromUser(), chatId);
        int slot = hold(message, time.nanoTime(), chat);
        ChatMessage stored = new ChatMessage(
                message.messageId(),
                chat.id(),
                messages.places().chatSeq(slot),
                message.fromUser(),
                message.toUser(),
                message.content(),
                message.timestamp());
        if (InboxOwners.hasInbox(message.fromUser())) {
            arrivals.add(deliver(slot, stored, message.originSession(), message.fromUser()));
        }
        if (InboxOwners.hasInbox(message.toUser()) && !message.toUser().equals(message.fromUser())) {
            arrivals.add(deliver(slot, stored, message.originSession(), message.toUser()));
        }
        keepWithinBytes(slot);
        return stored;
    }

    private Chat chat(String owner, ChatId id) {
        return chats.computeIfAbsent(owner, id, id, name -> new Chat(name, messages, keys));
    }

    /** Returns the slot of the message. */
    private int hold(NewMessage message, long arrivedAt, Chat chat) {
        int slot = messages.add(message, arrivedAt);
        newestAt = arrivedAt;
        chat.append(slot, message);
        note(Eviction.CHAT_FULL, trim(chat, limits.maxPerChat()));
        return slot;
    }

    private void keepWithinBytes(int added) {
        while (messages.bytes() > limits.total().maxBytes() && messages.count() > 1) {
            makeRoom(added);
        }
    }

    private void makeRoom(int added) {
        SenderShares senders = messages.senders();
        String sender = senders.sender(added);
        int next = senders.next(sender, limits.total().maxBytes(), added);
        if (next != SlotRing.NONE) {
            note(senders.sender(next).equals(sender) ? Eviction.STORE_FULL_OWN : Eviction.STORE_FULL, 1);
            drop(next);
        }
    }

    private Arrival deliver(int slot, ChatMessage message, String originSession, String userId) {
        String sender = message.fromUser();
        Inbox inbox = inboxes.computeIfAbsent(
                sender,
                userId,
                sender,
                user -> new Inbox(user, newEpoch(), limits.total().maxDevicesPerInbox(), messages));
        inbox.append(slot);
        note(Eviction.INBOX_FULL, trim(inbox, limits.maxPerInbox()));
        return new Arrival(userId, inbox.epoch(), new InboxEntry(inbox.tape().latest(), message, originSession));
    }

    /**
     * The message's number in the chat; 0 when the chat does not hold it. An inbox may hold a message of an evicted
     * chat with the same name, in which the message's number belongs to another message or to none.
     */
    private long chatSeqOf(String messageId, Chat chat) {
        int slot = messages.find(messageId);
        return slot != SlotRing.NONE && messages.places().isIn(slot, chat)
                ? messages.places().chatSeq(slot)
                : 0;
    }

    private void dropEnded() {
        long now = time.nanoTime();
        for (int oldest = messages.oldest();
                oldest != SlotRing.NONE
                        && now - messages.arrivedAt(oldest)
                                >= limits.retention().toNanos();
                oldest = messages.oldest()) {
            drop(oldest);
        }
    }

    private void drop(int slot) {
        messages.places().leaveAll(slot);
        messages.remove(slot);
    }

    /** Returns the number of evicted messages. */
    private int trim(MessageHolder holder, int limit) {
        int gone = 0;
        while (holder.tape().size() > limit) {
            int oldest = holder.tape().at(holder.tape().oldest());
            if (messages.places().leave(oldest, holder)) {
                messages.remove(oldest);
            }
            gone++;
        }
        return gone;
    }

    private void forget(Chat chat) {
        note(Eviction.TOO_MANY_CHATS, 1);
        trim(chat, 0);
        messages.places().close(chat);
    }

    private void forget(Inbox inbox) {
        forgottenInboxes++;
        forgotten.add(inbox.userId());
        note(Eviction.TOO_MANY_INBOXES, 1);
        trim(inbox, 0);
        messages.places().close(inbox);
    }

    private void note(Eviction cause, int times) {
        if (times > 0) {
            evicted.computeIfAbsent(cause, key -> new LongAdder()).add(times);
        }
    }

    /** Everything is in memory, and the lock is held for a few steps only. */
    @Override
    public boolean neverWaits() {
        return true;
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
        return chat == null ? List.of() : pageAfter(afterSeq, limit, chat.tape());
    }

    private List<ArchivedMessage> pageAfter(long number, int limit, SlotRing tape) {
        List<ArchivedMessage> page = new ArrayList<>();
        long left = MAX_PAGE_CHARACTERS;
        for (long next = tape.firstFrom(number + 1);
                next <= tape.latest() && page.size() < limit && (left > 0 || page.isEmpty());
                next = tape.firstFrom(next + 1)) {
            ChatMessage message = messages.message(tape.at(next));
            left -= message.content().length();
            page.add(new ArchivedMessage(message, messages.text(tape.at(next), Text.CLIENT_MSG_ID)));
        }
        return page;
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
        int same = messages.find(message.messageId());
        if (same != SlotRing.NONE) {
            return messages.isOf(same, restored) ? RestoreOutcome.EXISTING : RestoreOutcome.CONFLICT;
        }
        Chat chat = chat(message.fromUser(), message.chatId());
        chat.tape().startAt(message.chatSeq());
        long number = chat.tape().latest() + 1;
        // Messages stand in the order of arrival, so that only the oldest has to be looked at.
        long arrivedAt = time.nanoTime() - age.toNanos();
        if (newestAt != null && newestAt - arrivedAt > 0) {
            arrivedAt = newestAt;
        }
        boolean isIdKnown = chat.findSent(restored) != SlotRing.NONE;
        keepWithinBytes(hold(isIdKnown ? restored.withoutClientMsgId() : restored, arrivedAt, chat));
        return number == message.chatSeq() ? RestoreOutcome.RESTORED : RestoreOutcome.RENUMBERED;
    }

    /** Puts messages of chats into an inbox that does not have them. */
    List<RestoreOutcome> deliver(String userId, List<MessageReference> references) {
        List<RestoreOutcome> outcomes = new ArrayList<>();
        synchronized (this) {
            dropEnded();
            for (MessageReference reference : references) {
                outcomes.add(deliver(userId, reference));
            }
        }
        if (outcomes.contains(RestoreOutcome.RESTORED)) {
            notifyOf(userId);
        }
        return outcomes;
    }

    private RestoreOutcome deliver(String userId, MessageReference reference) {
        int slot = messages.find(reference.messageId());
        if (slot == SlotRing.NONE) {
            return RestoreOutcome.MISSING;
        }
        ChatMessage message = messages.message(slot);
        if (!message.chatId().equals(reference.chat())
                || !InboxOwners.of(message.fromUser(), message.toUser()).contains(userId)) {
            return RestoreOutcome.MISSING;
        }
        if (messages.places().isIn(slot, inboxes.get(userId))) {
            return RestoreOutcome.EXISTING;
        }
        Arrival unused = deliver(slot, message, messages.required(slot, Text.ORIGIN), userId);
        return RestoreOutcome.RESTORED;
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
        List<String> members = chatId.members();
        String first = members.get(0);
        String second = members.get(members.size() - 1);
        for (int slot = messages.oldest(); slot != SlotRing.NONE; ) {
            int next = messages.after(slot);
            if (messages.isBetween(slot, first, second)) {
                removed += messages.places().count(slot);
                drop(slot);
            }
            slot = next;
        }
        Chat chat = chats.get(chatId);
        if (chat != null) {
            chats.remove(chatId);
            messages.places().close(chat);
        }
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
            messages.places().close(inbox);
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
                new MessageStoreMetrics.Sizes(
                        messages.count(), messages.bytes(), messages.senders().largest(), chats.size(), inboxes.size()),
                evicted);
    }

    /** The epoch for new inboxes. It changes whenever an inbox is evicted. */
    private String newEpoch() {
        if (newestEpochOf != forgottenInboxes) {
            newestEpochOf = forgottenInboxes;
            newestEpoch = storeEpoch + "-" + forgottenInboxes;
        }
        return newestEpoch;
    }
}
