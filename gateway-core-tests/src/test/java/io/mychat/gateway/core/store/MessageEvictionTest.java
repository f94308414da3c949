package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.store.MessageStoreLimits.Total;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who loses messages when the store, an inbox or a chat is full. */
class MessageEvictionTest extends LimitedStoreFixture {

    @Test
    void aFullInboxDropsItsOldestEntries() {
        MessageStore store = limited(3, 100, new Total(PLENTY, 9, 9, 9));
        for (int i = 1; i <= 5; i++) {
            send(store, "alice", "bob", "m" + i);
        }

        InboxPage page = store.readInbox("bob", 0, 10);

        assertThat(page.oldestSeq()).isEqualTo(3);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(3L, 4L, 5L);
        assertThat(historyOf(store, "alice", "bob").messages()).hasSize(5);
    }

    @Test
    void aFullChatDropsItsOldestMessagesAndTheirDedupeKeys() {
        MessageStore store = limited(100, 2, new Total(PLENTY, 9, 9, 9));
        NewMessage first = message("alice", "bob", "m1", "c1");
        store.append(first);
        send(store, "alice", "bob", "m2");
        send(store, "alice", "bob", "m3");

        HistoryPage page = historyOf(store, "alice", "bob");
        assertThat(page.messages()).extracting(ChatMessage::chatSeq).containsExactly(2L, 3L);
        assertThat(page.hasMore()).isFalse();
        assertThat(store.history(ChatId.between("alice", "bob"), 9, Optional.of(first.messageId())))
                .isEmpty();
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(3);
        assertThat(store.append(message("alice", "bob", "m1", "c1"))).isInstanceOf(Stored.class);
    }

    @Test
    void whoFillsTheStoreLosesTheOwnOldestFirst() {
        InMemoryMessageStore store = limited(1000, 1000, new Total(100_000, 99, 99, 9));
        List<ChatMessage> ofOthers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ofOthers.add(send(store, "alice", "bob", "small " + i));
        }

        ChatMessage last = ofOthers.get(0);
        for (int i = 0; i < 200; i++) {
            last = send(store, "mallory", "bob", "x".repeat(1000));
        }

        assertThat(historyOf(store, "alice", "bob").messages()).isEqualTo(ofOthers);
        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(InboxEntry::message)
                .isEqualTo(ofOthers);
        assertThat(historyOf(store, "mallory", "bob").messages())
                .hasSizeBetween(20, 40)
                .endsWith(last);
        assertThat(evictions(store, "store_full_own")).isGreaterThan(150);
        assertThat(evictions(store, "store_full")).isZero();
    }

    @Test
    void whoHasLittleTakesTheRoomOfWhoHasMost() {
        InMemoryMessageStore store = limited(1000, 1000, new Total(100_000, 99, 99, 9));
        for (int i = 0; i < 200; i++) {
            send(store, "mallory", "eve", "x".repeat(1000));
            if (i < 5) {
                send(store, "carol", "dave", "y".repeat(10));
            }
        }
        List<ChatMessage> ofOthers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ofOthers.add(send(store, "alice", "bob", "small " + i));
        }
        int before = historyOf(store, "carol", "dave").messages().size();

        for (int i = 0; i < 100; i++) {
            send(store, "mallory", "eve", "x".repeat(1000));
        }

        assertThat(historyOf(store, "alice", "bob").messages()).isEqualTo(ofOthers);
        assertThat(historyOf(store, "carol", "dave").messages()).hasSize(before);
        assertThat(evictions(store, "store_full")).as("for alice, of others").isPositive();
    }

    @Test
    void entriesThatWereEvictedAreSkippedAndMissedByWhoResumesThere() {
        InMemoryMessageStore store = limited(1000, 1000, new Total(100_000, 99, 99, 9));
        send(store, "alice", "bob", "1");
        for (int i = 2; i <= 101; i++) {
            send(store, "mallory", "bob", "x".repeat(1000));
        }
        send(store, "alice", "bob", "102");
        for (int i = 0; i < 50; i++) {
            send(store, "mallory", "bob", "y".repeat(1000));
        }

        InboxPage page = store.readInbox("bob", 0, 3);
        String epoch = page.epoch();
        assertThat(page.oldestSeq()).isEqualTo(1);
        assertThat(page.latestSeq()).isEqualTo(152);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).startsWith(1L, 102L);
        long next = page.entries().get(2).inboxSeq();
        assertThat(next).isGreaterThan(110);
        assertThat(store.readInbox("bob", 102, 1000).entries()).hasSize((int) (152 - next + 1));

        assertThat(store.resumeInbox("bob", epoch, 1).oldestSeq())
                .as("1 was seen, 2 is gone")
                .isEqualTo(102);
        assertThat(store.resumeInbox("bob", epoch, 50).oldestSeq()).isEqualTo(102);
        assertThat(store.resumeInbox("bob", epoch, 101).oldestSeq())
                .as("102 is next")
                .isEqualTo(1);
        assertThat(store.resumeInbox("bob", epoch, 102).oldestSeq()).isEqualTo(next);
        assertThat(store.resumeInbox("bob", epoch, 152).oldestSeq()).isEqualTo(1);
        assertThat(store.resumeInbox("bob", "another", 50).oldestSeq()).isEqualTo(1);
    }

    @Test
    void aHistoryWithHolesIsReadPageByPage() {
        InMemoryMessageStore store = limited(1000, 1000, new Total(100_000, 99, 99, 9));
        List<ChatMessage> ofAlice = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ofAlice.add(send(store, "alice", "mallory", "small " + i));
            for (int n = 0; n < 50; n++) {
                send(store, "mallory", "alice", "x".repeat(1000));
            }
        }

        ChatId chat = ChatId.between("alice", "mallory");
        List<ChatMessage> all = new ArrayList<>();
        Optional<String> before = Optional.empty();
        HistoryPage page;
        do {
            page = store.history(chat, 2, before).orElseThrow();
            assertThat(page.messages()).isNotEmpty();
            all.addAll(0, page.messages());
            before = Optional.of(page.messages().get(0).messageId());
        } while (page.hasMore());

        assertThat(all).containsAll(ofAlice);
        assertThat(all).extracting(ChatMessage::chatSeq).isSorted().doesNotHaveDuplicates();
        assertThat(all).isEqualTo(historyOf(store, "alice", "mallory").messages());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsEvictedWhatIsThereIsInOrderAndWithinTheBounds(long seed) {
        Random random = new Random(seed);
        InMemoryMessageStore store = limited(20, 30, new Total(50_000, 12, 10, 3));
        for (int i = 0; i < 3000; i++) {
            String from = "u" + random.nextInt(8);
            String to = "u" + random.nextInt(16);
            ChatMessage sent = send(store, from, to, "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 5000 : 50)));
            assertThat(historyOf(store, from, to).messages()).endsWith(sent);
            assertThat(store.readInbox(to, 0, 100).entries())
                    .extracting(InboxEntry::message)
                    .endsWith(sent);
        }

        for (int user = 0; user < 16; user++) {
            InboxPage inbox = store.readInbox("u" + user, 0, 100);
            assertThat(inbox.entries())
                    .hasSizeLessThanOrEqualTo(20)
                    .extracting(InboxEntry::inboxSeq)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(seq -> seq >= inbox.oldestSeq() && seq <= inbox.latestSeq());
        }
        assertThat(metric(store, "message_store_bytes")).isBetween(1.0, 50_000.0);
        assertThat(metric(store, "message_store_chats")).isLessThanOrEqualTo(10);
        assertThat(metric(store, "message_store_inboxes")).isLessThanOrEqualTo(12);
        time.advance(Duration.ofDays(30));
        store.sweep();
        assertThat(metric(store, "message_store_bytes")).isZero();
        assertThat(metric(store, "message_store_messages")).isZero();
        assertThat(metric(store, "message_store_sender_bytes_max")).isZero();
    }

    @Test
    void aMessageLargerThanTheWholeStoreIsKeptAlone() {
        MessageStore store = limited(100, 100, new Total(1000, 9, 9, 9));
        send(store, "alice", "bob", "small");

        ChatMessage large = send(store, "alice", "bob", "x".repeat(5000));

        assertThat(historyOf(store, "alice", "bob").messages()).containsExactly(large);
    }

    @Test
    void bytesOfDroppedMessagesAreFreeAgain() {
        MessageStore store = limited(2, 2, new Total(10_000, 9, 9, 9));
        ChatMessage early = send(store, "carol", "dave", "early");

        for (int i = 0; i < 100; i++) {
            send(store, "alice", "bob", "x".repeat(1000));
        }

        // Two of 2,500 bytes and the early one: nothing had to go for want of bytes.
        assertThat(historyOf(store, "carol", "dave").messages()).containsExactly(early);
    }
}
