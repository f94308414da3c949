package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.store.MessageStoreLimits.Total;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store forgets for want of use or by age: chats, inboxes, acknowledgements. */
class ForgottenInboxTest extends LimitedStoreFixture {

    @Test
    void whoBeginsTooManyChatsLosesTheOwn() {
        InMemoryMessageStore store = limited(1000, 1000, new Total(PLENTY, 200, 100, 9));
        ChatMessage ofOthers = send(store, "alice", "bob", "m1");
        ChatMessage carols = send(store, "carol", "mallory", "m2");

        for (int i = 0; i < 1000; i++) {
            send(store, "mallory", "user" + i, "x");
        }

        assertThat(historyOf(store, "alice", "bob").messages()).containsExactly(ofOthers);
        assertThat(historyOf(store, "carol", "mallory").messages()).containsExactly(carols);
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(1);
        assertThat(store.readInbox("alice", 0, 10).entries()).hasSize(1);
        assertThat(store.readInbox("user999", 0, 10).entries()).hasSize(1);
        assertThat(store.readInbox("user1", 0, 10).entries()).isEmpty();
        assertThat(evictions(store, "too_many_chats")).isGreaterThan(800);
        assertThat(evictions(store, "too_many_inboxes")).isGreaterThan(800);
    }

    @Test
    void theSameMessageIsStoredOnce() {
        MessageStore store = new InMemoryMessageStore(time);
        NewMessage message = message("alice", "bob", "m1", null);
        ChatMessage first = ((Stored) store.append(message)).message();

        ChatMessage second = ((Stored) store.append(message)).message();

        assertThat(second).isEqualTo(first);
        assertThat(historyOf(store, "alice", "bob").messages()).containsExactly(first);
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(1);
        assertThat(store.readInbox("alice", 0, 10).latestSeq()).isEqualTo(1);
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
    void acknowledgementsForgetTheLeastRecentDevice() {
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
        MessageStore store = new InMemoryMessageStore(time);
        send(store, "alice", "bob", "m1");

        String epoch = store.readInbox("bob", 0, 0).epoch();
        store.acknowledge("bob", PHONE, epoch, Long.MAX_VALUE);
        store.acknowledge("nobody", PHONE, epoch, 5);

        assertThat(store.acknowledged("bob", PHONE)).isEqualTo(1);
        assertThat(store.acknowledged("nobody", PHONE)).isZero();
    }

    @Test
    void anySequenceMayBeAskedFor() {
        MessageStore store = new InMemoryMessageStore(time);
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
        NewMessage other = new NewMessage(old.messageId(), "alice", "bob", "other", null, "s1", time.now());
        assertThatThrownBy(() -> store.append(other)).isInstanceOf(IllegalArgumentException.class);

        time.advance(Duration.ofDays(30));
        store.sweep();

        assertThat(store.append(other)).isInstanceOf(Stored.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 9})
    void aChatThatBeganAnewKnowsNoForgottenMessage(int since) {
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
