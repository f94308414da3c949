package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.ClientMsgIdReused;
import io.mychat.gateway.spi.chat.AppendOutcome.Duplicate;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link MessageStore} (protocol.md 1.3 and 1.4). A subclass creates empty stores with {@link
 * MessageStore#DEFAULT_RETENTION} and {@link MessageStore#DEFAULT_DEDUPE_TIME}, and advances their time.
 *
 * @since 0.1.0
 */
public abstract class MessageStoreContract extends MessageStoreListening {

    private static final int THREADS = 8;
    private static final int PER_THREAD = 50;

    /** Called by JUnit. */
    protected MessageStoreContract() {}

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
    void theSystemHasNoInbox() {
        NewMessage notice = new NewMessage("m1", UserInfo.SYSTEM, "alice", "hi", "c-1", "", now());

        ChatMessage stored = stored(store.append(notice));

        assertThat(inbox("alice")).containsExactly(new InboxEntry(1, stored, ""));
        assertThat(inbox(UserInfo.SYSTEM)).isEmpty();
        assertThat(store.history(stored.chatId(), 10, Optional.empty()))
                .hasValue(new HistoryPage(List.of(stored), false));
        assertThat(store.append(new NewMessage("m2", UserInfo.SYSTEM, "alice", "hi", "c-1", "", now())))
                .isEqualTo(new AppendOutcome.Duplicate(stored));
    }

    @Test
    void contentIsKeptToTheLetter() {
        String content = "\u0000 \"quoted\" \\ \n 中文 \uD83D\uDE00 {\"json\":true} ".repeat(20);

        assertThat(send("alice", "bob", content).content()).isEqualTo(content);
        assertThat(history(1).messages().get(0).content()).isEqualTo(content);
        assertThat(inbox("bob").get(0).message().content()).isEqualTo(content);
    }

    @Test
    void aMessageThatIsGivenAgainWithTheSameIdIsStoredOnce() {
        NewMessage message = message("alice", "bob", "hi", null);
        ChatMessage first = stored(store.append(message));

        assertThat(stored(store.append(message))).isEqualTo(first);

        assertThat(history(10).messages()).containsExactly(first);
        assertThat(inbox("alice")).hasSize(1);
        assertThat(inbox("bob")).hasSize(1);
        assertThat(send("alice", "bob", "next").chatSeq()).isEqualTo(2);
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
        elapse(MessageStore.DEFAULT_DEDUPE_TIME.minusHours(1));
        assertThat(store.append(message("alice", "bob", "hi", "c1"))).isInstanceOf(Duplicate.class);

        elapse(Duration.ofHours(2));

        assertThat(store.append(message("alice", "bob", "ho", "c1"))).isInstanceOf(Stored.class);
        assertThat(store.append(message("alice", "bob", "ho", "c1"))).isInstanceOf(Duplicate.class);
    }

    // ---- many at once

    @Test
    void manySendersAtOnceCountWithoutGaps() {
        ConcurrentRun.run(THREADS, thread -> {
            String me = "user" + thread;
            String next = "user" + (thread + 1) % THREADS;
            for (int i = 0; i < PER_THREAD; i++) {
                send(me, "bob", "to bob " + i);
                // A ring of pairs, each locked from both ends: a store without an order of locks deadlocks here.
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
                    ConcurrentRun.run(THREADS, thread -> store.append(message("alice", "bob", "hi", id)));

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
        ConcurrentRun.run(THREADS, thread -> {
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
}
