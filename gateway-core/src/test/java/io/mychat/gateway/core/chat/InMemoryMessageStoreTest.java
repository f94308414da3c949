package io.mychat.gateway.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.chat.MessageStoreLimits.Total;
import io.mychat.gateway.spi.chat.AppendOutcome;
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
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryMessageStoreTest extends MessageStoreContract {

    private static final long PLENTY = 1 << 20;
    private static final DeviceKey PHONE = new DeviceKey("ios", "d1");

    private final ManualTime time = new ManualTime();
    private int messages;

    @Override
    protected MessageStore newStore() {
        return new InMemoryMessageStore(time);
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }

    @Test
    void eachStoreHasAnEpochOfItsOwn() {
        assertThat(newStore().readInbox("bob", 0, 0).epoch())
                .isNotEqualTo(newStore().readInbox("bob", 0, 0).epoch());
    }

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
    void tooManyBytesDropTheOldestMessagesOfAll() {
        MessageStore store = limited(100, 100, new Total(10_000, 9, 9, 9));
        send(store, "alice", "bob", "a".repeat(1000));
        ChatMessage second = send(store, "carol", "dave", "b".repeat(1000));

        ChatMessage third = send(store, "carol", "dave", "c".repeat(3000));

        assertThat(store.readInbox("bob", 0, 10).entries()).isEmpty();
        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isEqualTo(1);
        assertThat(historyOf(store, "alice", "bob").messages()).isEmpty();
        assertThat(historyOf(store, "carol", "dave").messages()).containsExactly(second, third);
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

    @Test
    void aForgottenInboxComesBackWithAnotherEpoch() {
        MessageStore store = limited(100, 100, new Total(PLENTY, 2, 9, 9));
        send(store, "alice", "bob", "m1");
        String before = store.readInbox("bob", 0, 10).epoch();
        store.acknowledge("bob", PHONE, before, 1);

        send(store, "carol", "dave", "pushes both out");

        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isZero();
        assertThat(store.readInbox("bob", 0, 10).epoch()).isNotEqualTo(before);
        assertThat(store.acknowledged("bob", PHONE)).isZero();
        send(store, "alice", "bob", "m2");
        assertThat(store.readInbox("bob", 0, 10).epoch()).isNotEqualTo(before);
        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(InboxEntry::inboxSeq)
                .containsExactly(1L);
    }

    @Test
    void theListenerHearsOfAForgottenInbox() {
        MessageStore store = limited(100, 100, new Total(PLENTY, 2, 9, 9));
        send(store, "alice", "bob", "m1");
        List<String> doubtful = new ArrayList<>();
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                // Not what this is about.
            }

            @Override
            public void mayHaveArrived(String userId) {
                doubtful.add(userId);
            }

            @Override
            public void onHintsLost() {
                throw new AssertionError("nobody else's inbox is lost");
            }
        });

        send(store, "carol", "dave", "pushes both out");

        assertThat(doubtful).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void theChatThatWasNotUsedForLongestIsForgotten() {
        MessageStore store = limited(100, 100, new Total(PLENTY, 9, 2, 9));
        send(store, "alice", "bob", "m1");
        send(store, "alice", "carol", "m2");
        historyOf(store, "alice", "bob");

        send(store, "alice", "dave", "m3");

        assertThat(historyOf(store, "alice", "carol").messages()).isEmpty();
        assertThat(historyOf(store, "alice", "bob").messages()).hasSize(1);
        assertThat(store.readInbox("carol", 0, 10).entries()).hasSize(1);
    }

    @Test
    void acknowledgementsOfTooManyDevicesForgetTheOneNotUsedForLongest() {
        MessageStore store = limited(100, 100, new Total(PLENTY, 9, 9, 2));
        send(store, "alice", "bob", "m1");
        for (String device : List.of("d1", "d2", "d3")) {
            store.acknowledge(
                    "bob",
                    new DeviceKey("ios", device),
                    store.readInbox("bob", 0, 0).epoch(),
                    1);
        }

        assertThat(store.acknowledged("bob", new DeviceKey("ios", "d1"))).isZero();
        assertThat(store.acknowledged("bob", new DeviceKey("ios", "d3"))).isEqualTo(1);
    }

    @Test
    void acknowledgingWhatWasNeverSentCountsAsTheNewest() {
        MessageStore store = newStore();
        send(store, "alice", "bob", "m1");

        String epoch = store.readInbox("bob", 0, 0).epoch();
        store.acknowledge("bob", PHONE, epoch, Long.MAX_VALUE);
        store.acknowledge("nobody", PHONE, epoch, 5);

        assertThat(store.acknowledged("bob", PHONE)).isEqualTo(1);
        assertThat(store.acknowledged("nobody", PHONE)).isZero();
    }

    @Test
    void anySequenceMayBeAskedFor() {
        MessageStore store = newStore();
        send(store, "alice", "bob", "m1");

        assertThat(store.readInbox("bob", Long.MAX_VALUE, Integer.MAX_VALUE).entries())
                .isEmpty();
        assertThat(store.readInbox("bob", Long.MIN_VALUE, Integer.MAX_VALUE).entries())
                .hasSize(1);
    }

    @Test
    void aSweepFreesTheMessageIdsOfWhatHasEnded() {
        InMemoryMessageStore store = new InMemoryMessageStore(time);
        NewMessage old = message("alice", "bob", "old", null);
        store.append(old);
        assertThatThrownBy(() -> store.append(old)).isInstanceOf(IllegalArgumentException.class);

        time.advance(Duration.ofDays(30));
        store.sweep();

        assertThat(store.append(old)).isInstanceOf(Stored.class);
    }

    private MessageStore limited(int maxPerInbox, int maxPerChat, Total total) {
        return new InMemoryMessageStore(
                time, new MessageStoreLimits(Duration.ofDays(30), Duration.ofDays(1), maxPerInbox, maxPerChat, total));
    }

    private ChatMessage send(MessageStore store, String from, String to, String content) {
        AppendOutcome outcome = store.append(message(from, to, content, null));
        return ((Stored) outcome).message();
    }

    private NewMessage message(String from, String to, String content, @Nullable String clientMsgId) {
        String id = "m%09d".formatted(++messages);
        return new NewMessage(id, from, to, content, clientMsgId, "s1", time.now());
    }

    private static HistoryPage historyOf(MessageStore store, String one, String other) {
        return store.history(ChatId.between(one, other), 100, Optional.empty()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 9})
    void aMessageOfAChatThatWasForgottenIsUnknownToTheChatThatBeganAnew(int since) {
        MessageStore store = limited(100, 100, new Total(PLENTY, 9, 2, 9));
        ChatMessage last = send(store, "alice", "bob", "m1");
        for (int i = 2; i <= 5; i++) {
            last = send(store, "alice", "bob", "m" + i);
        }
        send(store, "alice", "carol", "pushes out");
        send(store, "alice", "dave", "the chat with bob");
        for (int i = 0; i < since; i++) {
            send(store, "alice", "bob", "later");
        }

        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(InboxEntry::message)
                .contains(last);
        assertThat(store.history(last.chatId(), 50, Optional.of(last.messageId())))
                .isEmpty();
    }
}
