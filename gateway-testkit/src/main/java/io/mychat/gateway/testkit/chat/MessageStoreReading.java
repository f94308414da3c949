package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of {@link MessageStoreContract} about reading: history, inbox, retention, acknowledgements. */
abstract class MessageStoreReading extends MessageStoreFixture {

    private static final DeviceKey PHONE = new DeviceKey("ios", "d1");

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
        store.acknowledge("bob", PHONE, before, 1);

        assertThat(store.readInbox("bob", 0, 0).epoch()).isEqualTo(before);
    }

    @Test
    void whoResumesWithWhatIsThereOrWithAnotherEpochChangesNothing() {
        send("alice", "bob", "m1");
        send("alice", "bob", "m2");
        InboxPage before = store.readInbox("bob", 0, 0);

        assertThat(store.resumeInbox("bob", before.epoch(), 2)).isEqualTo(before);
        assertThat(store.resumeInbox("bob", before.epoch(), 0)).isEqualTo(before);
        assertThat(store.resumeInbox("bob", "another epoch", 99)).isEqualTo(before);
        assertThat(store.readInbox("bob", 0, 0)).isEqualTo(before);
    }

    @Test
    void aFalseClaimBeginsAtMostOneEpochAndTakesNothing() {
        send("alice", "bob", "m1");
        send("alice", "bob", "m2");
        List<InboxEntry> entries = inbox("bob");
        String epoch = store.readInbox("bob", 0, 0).epoch();
        String ofAlice = store.readInbox("alice", 0, 0).epoch();

        InboxPage first = store.resumeInbox("bob", epoch, Long.MAX_VALUE);
        InboxPage second = store.resumeInbox("bob", first.epoch(), 99);

        assertThat(first.oldestSeq()).isEqualTo(1);
        assertThat(first.latestSeq()).isEqualTo(2);
        assertThat(second).isEqualTo(first);
        assertThat(inbox("bob")).isEqualTo(entries);
        send("alice", "bob", "m3");
        assertThat(inbox("bob")).extracting(InboxEntry::inboxSeq).containsExactly(1L, 2L, 3L);
        assertThat(store.readInbox("alice", 0, 0).epoch()).isEqualTo(ofAlice);
    }

    // ---- retention

    @Test
    void afterTheRetentionMessagesAreGoneAndTheCountGoesOn() {
        ChatMessage old = send("alice", "bob", "old");
        elapse(MessageStore.DEFAULT_RETENTION.plusDays(1));

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

        String epoch = store.readInbox("bob", 0, 0).epoch();
        store.acknowledge("bob", PHONE, epoch, 3);
        store.acknowledge("bob", PHONE, epoch, 2);

        assertThat(store.acknowledged("bob", PHONE)).isEqualTo(3);
        assertThat(store.acknowledged("bob", new DeviceKey("web", "d1"))).isZero();
        assertThat(store.acknowledged("alice", PHONE)).isZero();
        assertThat(inbox("bob")).hasSize(5);
    }

    @Test
    void anAcknowledgementOfAnotherEpochChangesNothing() {
        send("alice", "bob", "m1");
        send("alice", "bob", "m2");
        store.acknowledge("bob", PHONE, store.readInbox("bob", 0, 0).epoch(), 1);

        store.acknowledge("bob", PHONE, "another epoch", 2);
        store.acknowledge("nobody", PHONE, "another epoch", 2);

        assertThat(store.acknowledged("bob", PHONE)).isEqualTo(1);
        assertThat(store.acknowledged("nobody", PHONE)).isZero();
    }
}
