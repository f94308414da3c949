package io.mychat.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.ClientMsgIdReused;
import io.mychat.gateway.spi.chat.AppendOutcome.Duplicate;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MessageStore} promises (protocol.md 1.3 and 1.4). Extend it and say how to make an empty store with the
 * default retention (30 days) and dedupe time (24 hours), and how to let time go by for it.
 */
public abstract class MessageStoreContract {

    private static final ChatId ALICE_AND_BOB = ChatId.between("alice", "bob");
    private static final DeviceKey PHONE = new DeviceKey("ios", "d1");
    private static final int THREADS = 8;
    private static final int PER_THREAD = 50;

    private final AtomicInteger messageIds = new AtomicInteger();
    private MessageStore store;

    /** For JUnit. */
    protected MessageStoreContract() {}

    /** An empty store; called before each test. */
    protected abstract MessageStore newStore();

    /** The store's time of day. */
    protected abstract Instant now();

    /** Lets so much time go by for the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    // ---- storing

    @Test
    void aMessageIsStoredAsItWasSent() {
        NewMessage sent = message("alice", "bob", "hi", null);

        ChatMessage stored = stored(store.append(sent));

        assertThat(stored)
                .isEqualTo(new ChatMessage(sent.messageId(), ALICE_AND_BOB, 1, "alice", "bob", "hi", sent.timestamp()));
        assertThat(history(10)).isEqualTo(new HistoryPage(List.of(stored), false));
        assertThat(inbox("alice")).containsExactly(new InboxEntry(1, stored, "session of alice"));
        assertThat(inbox("bob")).containsExactly(new InboxEntry(1, stored, "session of alice"));
    }

    @Test
    void bothDirectionsAreOneChat() {
        ChatMessage hi = send("alice", "bob", "hi");
        ChatMessage hello = send("bob", "alice", "hello");

        assertThat(hello.chatId()).isEqualTo(hi.chatId());
        assertThat(hello.chatSeq()).isEqualTo(2);
        assertThat(inbox("alice")).extracting(InboxEntry::message).containsExactly(hi, hello);
        assertThat(inbox("bob")).extracting(InboxEntry::message).containsExactly(hi, hello);
    }

    @Test
    void chatsCountAloneAndInboxesCountOverAllChats() {
        send("alice", "bob", "1");
        send("carol", "bob", "2");
        ChatMessage third = send("alice", "bob", "3");

        assertThat(third.chatSeq()).isEqualTo(2);
        assertThat(inbox("bob")).extracting(InboxEntry::inboxSeq).containsExactly(1L, 2L, 3L);
        assertThat(inbox("alice")).extracting(InboxEntry::inboxSeq).containsExactly(1L, 2L);
        assertThat(inbox("carol")).hasSize(1);
    }

    @Test
    void aMessageToOneselfEntersTheInboxOnce() {
        ChatMessage note = send("alice", "alice", "note");

        assertThat(inbox("alice")).extracting(InboxEntry::message).containsExactly(note);
    }

    @Test
    void contentIsKeptToTheLetter() {
        String content = "\u0000 \"quoted\" \\ \n 中文 \uD83D\uDE00 {\"json\":true} ".repeat(20);

        assertThat(send("alice", "bob", content).content()).isEqualTo(content);
        assertThat(history(1).messages().get(0).content()).isEqualTo(content);
        assertThat(inbox("bob").get(0).message().content()).isEqualTo(content);
    }

    // ---- deduplication

    @Test
    void theSameMessageTwiceIsStoredOnce() {
        ChatMessage first = stored(store.append(message("alice", "bob", "hi", "c1")));

        assertThat(store.append(message("alice", "bob", "hi", "c1"))).isEqualTo(new Duplicate(first));

        assertThat(history(10).messages()).containsExactly(first);
        assertThat(inbox("alice")).hasSize(1);
        assertThat(inbox("bob")).hasSize(1);
    }

    @Test
    void anotherContentUnderTheSameIdIsRefused() {
        ChatMessage first = stored(store.append(message("alice", "bob", "hi", "c1")));

        assertThat(store.append(message("alice", "bob", "ho", "c1"))).isInstanceOf(ClientMsgIdReused.class);

        assertThat(history(10).messages()).containsExactly(first);
    }

    @Test
    void anIdCountsForOneSenderInOneChat() {
        store.append(message("alice", "bob", "hi", "c1"));

        assertThat(store.append(message("bob", "alice", "hi", "c1"))).isInstanceOf(Stored.class);
        assertThat(store.append(message("alice", "carol", "hi", "c1"))).isInstanceOf(Stored.class);
        assertThat(store.append(message("alice", "bob", "hi", "c2"))).isInstanceOf(Stored.class);
        assertThat(store.append(message("alice", "bob", "hi", null))).isInstanceOf(Stored.class);
    }

    @Test
    void anIdIsForgottenAfterTheDedupeTime() {
        store.append(message("alice", "bob", "hi", "c1"));
        elapse(Duration.ofHours(23));
        assertThat(store.append(message("alice", "bob", "hi", "c1"))).isInstanceOf(Duplicate.class);

        elapse(Duration.ofHours(2));

        assertThat(store.append(message("alice", "bob", "ho", "c1"))).isInstanceOf(Stored.class);
        assertThat(store.append(message("alice", "bob", "ho", "c1"))).isInstanceOf(Duplicate.class);
    }

    // ---- history

    @Test
    void historyGivesTheNewestWithTheNewestLast() {
        for (int i = 1; i <= 5; i++) {
            send("alice", "bob", "m" + i);
        }

        HistoryPage page = history(2);

        assertThat(page.messages()).extracting(ChatMessage::content).containsExactly("m4", "m5");
        assertThat(page.hasMore()).isTrue();
        assertThat(history(5).hasMore()).isFalse();
    }

    @Test
    void historyGoesBackPageByPage() {
        for (int i = 1; i <= 5; i++) {
            send("alice", "bob", "m" + i);
        }
        String fourth = history(2).messages().get(0).messageId();

        HistoryPage older = store.history(ALICE_AND_BOB, 2, Optional.of(fourth)).orElseThrow();
        assertThat(older.messages()).extracting(ChatMessage::content).containsExactly("m2", "m3");
        assertThat(older.hasMore()).isTrue();

        String second = older.messages().get(0).messageId();
        HistoryPage oldest =
                store.history(ALICE_AND_BOB, 2, Optional.of(second)).orElseThrow();
        assertThat(oldest.messages()).extracting(ChatMessage::content).containsExactly("m1");
        assertThat(oldest.hasMore()).isFalse();

        String first = oldest.messages().get(0).messageId();
        assertThat(store.history(ALICE_AND_BOB, 2, Optional.of(first))).contains(new HistoryPage(List.of(), false));
    }

    @Test
    void beforeMustBeAMessageOfThatChat() {
        send("alice", "bob", "here");
        ChatMessage elsewhere = send("alice", "carol", "there");

        assertThat(store.history(ALICE_AND_BOB, 10, Optional.of(elsewhere.messageId())))
                .isEmpty();
        assertThat(store.history(ALICE_AND_BOB, 10, Optional.of("no such message")))
                .isEmpty();
    }

    @Test
    void aChatWithoutMessagesHasAnEmptyHistory() {
        assertThat(history(10)).isEqualTo(new HistoryPage(List.of(), false));
        assertThat(store.history(ALICE_AND_BOB, 10, Optional.of("no such message")))
                .isEmpty();
    }

    // ---- inbox

    @Test
    void anInboxThatWasNeverUsedIsEmpty() {
        InboxPage page = store.readInbox("nobody", 0, 10);

        assertThat(page.epoch()).isNotEmpty();
        assertThat(page.oldestSeq()).isEqualTo(1);
        assertThat(page.latestSeq()).isZero();
        assertThat(page.entries()).isEmpty();
    }

    @Test
    void theInboxIsReadAfterASequenceAndUpToALimit() {
        for (int i = 1; i <= 5; i++) {
            send("alice", "bob", "m" + i);
        }

        InboxPage page = store.readInbox("bob", 2, 2);

        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(3L, 4L);
        assertThat(page.entries())
                .extracting(entry -> entry.message().content())
                .containsExactly("m3", "m4");
        assertThat(page.oldestSeq()).isEqualTo(1);
        assertThat(page.latestSeq()).isEqualTo(5);
        assertThat(store.readInbox("bob", 5, 10).entries()).isEmpty();
        assertThat(store.readInbox("bob", 99, 10).entries()).isEmpty();
    }

    @Test
    void aLimitOfZeroGivesTheBoundsAlone() {
        send("alice", "bob", "m1");

        InboxPage page = store.readInbox("bob", 0, 0);

        assertThat(page.entries()).isEmpty();
        assertThat(page.latestSeq()).isEqualTo(1);
    }

    @Test
    void theEpochStaysWhileNothingIsLost() {
        String before = store.readInbox("bob", 0, 0).epoch();
        send("alice", "bob", "m1");
        store.acknowledge("bob", PHONE, 1);

        assertThat(store.readInbox("bob", 0, 0).epoch()).isEqualTo(before);
    }

    // ---- retention

    @Test
    void afterTheRetentionMessagesAreGoneAndTheCountGoesOn() {
        ChatMessage old = send("alice", "bob", "old");
        elapse(Duration.ofDays(31));

        InboxPage empty = store.readInbox("bob", 0, 10);
        assertThat(empty.entries()).isEmpty();
        assertThat(empty.oldestSeq()).isEqualTo(2);
        assertThat(empty.latestSeq()).isEqualTo(1);
        assertThat(history(10).messages()).isEmpty();
        assertThat(store.history(ALICE_AND_BOB, 10, Optional.of(old.messageId())))
                .isEmpty();

        assertThat(send("alice", "bob", "new").chatSeq()).isEqualTo(2);
        assertThat(inbox("bob")).extracting(InboxEntry::inboxSeq).containsExactly(2L);
    }

    @Test
    void aReaderFromBeforeTheRetentionStartsAtTheOldestEntry() {
        send("alice", "bob", "old");
        elapse(Duration.ofDays(20));
        send("alice", "bob", "kept");
        elapse(Duration.ofDays(15));

        InboxPage page = store.readInbox("bob", 0, 10);

        assertThat(page.oldestSeq()).isEqualTo(2);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(2L);
        assertThat(history(10).messages()).extracting(ChatMessage::content).containsExactly("kept");
        assertThat(history(10).hasMore()).isFalse();
    }

    // ---- acknowledgements

    @Test
    void anAcknowledgementNeverGoesBackAndIsTheDevicesOwn() {
        for (int i = 1; i <= 5; i++) {
            send("alice", "bob", "m" + i);
        }
        assertThat(store.acknowledged("bob", PHONE)).isZero();

        store.acknowledge("bob", PHONE, 3);
        store.acknowledge("bob", PHONE, 2);

        assertThat(store.acknowledged("bob", PHONE)).isEqualTo(3);
        assertThat(store.acknowledged("bob", new DeviceKey("web", "d1"))).isZero();
        assertThat(store.acknowledged("alice", PHONE)).isZero();
        assertThat(inbox("bob")).hasSize(5);
    }

    // ---- listening

    @Test
    void whatEntersAnInboxIsHeardWithItsEpochAndItsPlace() {
        BlockingQueue<Arrival> heard = new LinkedBlockingQueue<>();
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                heard.add(new Arrival(userId, epoch, entry));
            }

            @Override
            public void onHintsLost() {}
        });
        for (int i = 1; i <= 3; i++) {
            send("alice", "bob", "m" + i);
        }
        send("alice", "alice", "note");

        Set<Arrival> expected = new HashSet<>();
        for (String user : List.of("alice", "bob")) {
            String epoch = store.readInbox(user, 0, 0).epoch();
            inbox(user).forEach(entry -> expected.add(new Arrival(user, epoch, entry)));
        }
        assertThat(expected).hasSize(7);
        Awaitility.await().untilAsserted(() -> assertThat(heard).containsAll(expected));
        assertThat(Set.copyOf(heard)).isEqualTo(expected);
    }

    @Test
    void aDuplicateIsNotHeardAgain() {
        List<InboxEntry> heard = new CopyOnWriteArrayList<>();
        store.append(message("alice", "bob", "hi", "c1"));
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                heard.add(entry);
            }

            @Override
            public void onHintsLost() {}
        });

        store.append(message("alice", "bob", "hi", "c1"));
        send("alice", "bob", "later");

        Awaitility.await().untilAsserted(() -> assertThat(heard).hasSizeGreaterThanOrEqualTo(2));
        assertThat(heard).extracting(entry -> entry.message().content()).containsOnly("later");
    }

    private record Arrival(String userId, String epoch, InboxEntry entry) {}

    // ---- many at once

    @Test
    void manySendersAtOnceCountWithoutGaps() {
        Together.run(THREADS, thread -> {
            String me = "user" + thread;
            String next = "user" + (thread + 1) % THREADS;
            for (int i = 0; i < PER_THREAD; i++) {
                send(me, "bob", "to bob " + i);
                // A ring of pairs, each locked from both ends: where locks have no order, this hangs.
                send(me, next, "forward " + i);
                send(next, me, "back " + i);
            }
            return thread;
        });

        assertThat(inbox("bob")).extracting(InboxEntry::inboxSeq).isEqualTo(upTo(THREADS * PER_THREAD));
        for (int thread = 0; thread < THREADS; thread++) {
            String me = "user" + thread;
            ChatId ring = ChatId.between(me, "user" + (thread + 1) % THREADS);
            assertThat(inbox(me)).extracting(InboxEntry::inboxSeq).isEqualTo(upTo(5 * PER_THREAD));
            assertThat(store.history(ring, 1000, Optional.empty()).orElseThrow().messages())
                    .extracting(ChatMessage::chatSeq)
                    .isEqualTo(upTo(2 * PER_THREAD));
            assertThat(inbox("bob"))
                    .filteredOn(entry -> entry.message().fromUser().equals(me))
                    .extracting(entry -> entry.message().chatSeq())
                    .isEqualTo(upTo(PER_THREAD));
        }
    }

    @Test
    void theSameMessageFromManyThreadsAtOnceIsStoredOnce() {
        for (int round = 0; round < PER_THREAD; round++) {
            String id = "c" + round;

            List<AppendOutcome> outcomes =
                    Together.run(THREADS, thread -> store.append(message("alice", "bob", "hi", id)));

            List<ChatMessage> stored = new ArrayList<>();
            List<ChatMessage> originals = new ArrayList<>();
            for (AppendOutcome outcome : outcomes) {
                if (outcome instanceof Stored one) {
                    stored.add(one.message());
                } else if (outcome instanceof Duplicate duplicate) {
                    originals.add(duplicate.original());
                }
            }
            assertThat(stored).hasSize(1);
            assertThat(originals).hasSize(THREADS - 1).containsOnly(stored.get(0));
        }
        assertThat(inbox("bob")).extracting(InboxEntry::inboxSeq).isEqualTo(upTo(PER_THREAD));
    }

    @Test
    void whoReadsWhileOthersWriteSeesConsecutiveEntries() {
        Together.run(THREADS, thread -> {
            long seen = 0;
            for (int i = 0; i < PER_THREAD; i++) {
                send("user" + thread, "bob", "m" + i);
                InboxPage page = store.readInbox("bob", seen, 7);
                List<Long> seqs =
                        page.entries().stream().map(InboxEntry::inboxSeq).toList();
                assertThat(seqs)
                        .isEqualTo(LongStream.rangeClosed(seen + 1, seen + seqs.size())
                                .boxed()
                                .toList());
                seen += seqs.size();
                assertThat(page.latestSeq()).isGreaterThanOrEqualTo(seen);
            }
            return seen;
        });
    }

    private ChatMessage send(String from, String to, String content) {
        return stored(store.append(message(from, to, content, null)));
    }

    private NewMessage message(String from, String to, String content, @Nullable String clientMsgId) {
        String id = "m%09d".formatted(messageIds.incrementAndGet());
        return new NewMessage(id, from, to, content, clientMsgId, "session of " + from, now());
    }

    private HistoryPage history(int limit) {
        return store.history(ALICE_AND_BOB, limit, Optional.empty()).orElseThrow();
    }

    private List<InboxEntry> inbox(String userId) {
        return store.readInbox(userId, 0, 10_000).entries();
    }

    private static ChatMessage stored(AppendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Stored.class);
        return ((Stored) outcome).message();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
