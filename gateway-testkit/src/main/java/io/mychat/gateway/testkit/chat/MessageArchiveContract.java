package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link MessageArchive}. A subclass creates empty stores with an archive and the default retention (30
 * days), and advances their time. It is long because it is a list of independent tests.
 *
 * @since 0.1.0
 */
public abstract class MessageArchiveContract extends MessageStoreFixture {

    private static final int CHATS = 25;

    private MessageArchive archive;

    /** Called by JUnit. */
    protected MessageArchiveContract() {}

    @BeforeEach
    void openArchive() {
        archive = store.archive().orElseThrow();
    }

    // ---- walking

    @Test
    void aWalkFindsEveryChat() {
        List<ChatId> chats = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            chats.add(send("alice", "user" + i, "hi").chatId());
        }

        assertThat(walk(4)).containsExactlyInAnyOrderElementsOf(chats);
        assertThat(walk(1000)).containsExactlyInAnyOrderElementsOf(chats);
    }

    @Test
    void aWalkOfAnEmptyStoreEnds() {
        assertThat(walk(10)).isEmpty();
    }

    @Test
    void aWalkDuringTrafficMissesNoChat() {
        List<ChatId> before = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            before.add(send("alice", "user" + i, "hi").chatId());
        }
        List<ChatId> found = new ArrayList<>();
        Optional<String> cursor = Optional.of(MessageArchive.FIRST);
        for (int i = 0; cursor.isPresent(); i++) {
            ChatsPage page = archive.chats(cursor.get(), 3);
            found.addAll(page.chats());
            ChatMessage unused = send("alice", "user" + i % CHATS, "meanwhile");
            cursor = page.next();
        }

        assertThat(found).containsAll(before);
    }

    @Test
    void aWrongCursorIsRefused() {
        assertThatThrownBy(() -> archive.chats("no cursor", 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesOfAChatComeInPagesOldestFirst() {
        List<ChatMessage> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.add(send("alice", "bob", "m" + i));
        }

        assertThat(messages(ALICE_AND_BOB, 3)).isEqualTo(sent);
        assertThat(archive.messages(ALICE_AND_BOB, 7, 3)).isEmpty();
        assertThat(archive.messages(ChatId.between("x", "y"), 0, 3)).isEmpty();
    }

    @Test
    void aMessageIsFoundWithTheIdOfItsSender() {
        ChatMessage named = stored(store.append(message("alice", "bob", "hi", "c1")));
        ChatMessage other = send("alice", "bob", "hello");

        assertThat(archive.messages(ALICE_AND_BOB, 0, 10))
                .containsExactly(new ArchivedMessage(named, "c1"), ArchivedMessage.of(other));
    }

    // ---- restoring

    @Test
    void aRestoredMessageKeepsItsNumber() {
        ChatMessage seventh = message(7, "alice", "bob", "hi");

        assertThat(restore(seventh)).containsExactly(RestoreOutcome.RESTORED);

        assertThat(history(10).messages()).containsExactly(seventh);
        assertThat(send("bob", "alice", "hello").chatSeq()).isEqualTo(8);
        assertThat(walk(10)).containsExactly(ALICE_AND_BOB);
    }

    @Test
    void aRestoreIsNoDelivery() {
        restore(message(1, "alice", "bob", "hi"));

        assertThat(inbox("alice")).isEmpty();
        assertThat(inbox("bob")).isEmpty();
    }

    @Test
    void aMessageIsRestoredOnce() {
        ChatMessage stored = send("alice", "bob", "hi");
        ChatMessage other = message(2, "alice", "bob", "new");

        assertThat(restore(stored, other, other))
                .containsExactly(RestoreOutcome.EXISTING, RestoreOutcome.RESTORED, RestoreOutcome.EXISTING);

        assertThat(history(10).messages()).containsExactly(stored, other);
    }

    @Test
    void anIdOfAnotherMessageIsAConflict() {
        ChatMessage stored = send("alice", "bob", "hi");
        ChatMessage forged =
                new ChatMessage(stored.messageId(), ALICE_AND_BOB, 2, "bob", "alice", "forged", stored.timestamp());

        assertThat(restore(forged)).containsExactly(RestoreOutcome.CONFLICT);

        assertThat(history(10).messages()).containsExactly(stored);
    }

    @Test
    void behindLaterMessagesItGetsTheNextNumber() {
        ChatMessage later = send("alice", "bob", "later");
        ChatMessage first = message(1, "alice", "bob", "first");

        assertThat(restore(first)).containsExactly(RestoreOutcome.RENUMBERED);

        assertThat(history(10).messages()).containsExactly(later, numbered(first, 2));
    }

    @Test
    void anExpiredMessageIsNotRestored() {
        ChatMessage old = message(1, "alice", "bob", "old");
        elapse(Duration.ofDays(30));

        assertThat(restore(old)).containsExactly(RestoreOutcome.EXPIRED);
        assertThat(history(10).messages()).isEmpty();
    }

    @Test
    void aRestoredMessageEndsWhenItWouldHaveEnded() {
        ChatMessage old = message(1, "alice", "bob", "old");
        elapse(Duration.ofDays(20));
        restore(old);
        archive.deliver("bob", List.of(reference(old)));
        assertThat(inbox("bob")).hasSize(1);

        elapse(Duration.ofDays(11));

        assertThat(history(10).messages()).isEmpty();
        assertThat(inbox("bob")).isEmpty();
    }

    @Test
    void aRetryAfterARestoreIsADuplicate() {
        ArchivedMessage lost = lost("c1", "hi");
        archive.restore(List.of(lost));

        AppendOutcome retried = store.append(message("alice", "bob", "hi", "c1"));

        assertThat(retried).isEqualTo(new AppendOutcome.Duplicate(lost.message()));
        assertThat(store.append(message("alice", "bob", "other", "c1")))
                .isInstanceOf(AppendOutcome.ClientMsgIdReused.class);
        assertThat(store.append(message("bob", "alice", "hi", "c1"))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(archive.messages(ALICE_AND_BOB, 0, 10)).first().isEqualTo(lost);
    }

    @Test
    void afterTheDedupeTimeARestoredMessageIsNoOriginal() {
        ArchivedMessage lost = lost("c1", "hi");
        elapse(Duration.ofHours(23));
        archive.restore(List.of(lost));
        elapse(Duration.ofHours(2));

        assertThat(store.append(message("alice", "bob", "hi", "c1"))).isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void whatIsKnownOfAnotherMessageStays() {
        ArchivedMessage lost = lost("c1", "hi");
        ChatMessage repeated = stored(store.append(message("alice", "bob", "hi", "c1")));

        assertThat(archive.restore(List.of(lost))).containsExactly(RestoreOutcome.RENUMBERED);

        assertThat(store.append(message("alice", "bob", "hi", "c1"))).isEqualTo(new AppendOutcome.Duplicate(repeated));
    }

    // ---- delivering

    @Test
    void anInboxIsFilledInTheGivenOrder() {
        ChatMessage first = message(1, "alice", "bob", "1");
        ChatMessage second = message(1, "carol", "bob", "2");
        ChatMessage third = message(2, "alice", "bob", "3");
        restore(first, third);
        restore(second);

        assertThat(archive.deliver("bob", List.of(reference(first), reference(second), reference(third))))
                .containsOnly(RestoreOutcome.RESTORED);

        assertThat(inbox("bob"))
                .containsExactly(
                        new InboxEntry(1, first, ""), new InboxEntry(2, second, ""), new InboxEntry(3, third, ""));
        assertThat(inbox("alice")).isEmpty();
    }

    @Test
    void anEntryIsDeliveredOnce() {
        ChatMessage stored = send("alice", "bob", "hi");
        ChatMessage restored = message(2, "alice", "bob", "restored");
        restore(restored);
        List<MessageReference> both = List.of(reference(stored), reference(restored));

        assertThat(archive.deliver("bob", both)).containsExactly(RestoreOutcome.EXISTING, RestoreOutcome.RESTORED);
        elapse(Duration.ofDays(2));
        assertThat(archive.deliver("bob", both)).containsOnly(RestoreOutcome.EXISTING);

        assertThat(inbox("bob")).extracting(InboxEntry::message).containsExactly(stored, restored);
    }

    @Test
    void whatIsNotThereOrNotTheUsersIsMissing() {
        ChatMessage stored = send("alice", "bob", "hi");

        assertThat(archive.deliver("bob", List.of(new MessageReference(ALICE_AND_BOB, "unknown"))))
                .containsExactly(RestoreOutcome.MISSING);
        assertThat(archive.deliver("carol", List.of(reference(stored)))).containsExactly(RestoreOutcome.MISSING);
        assertThat(inbox("carol")).isEmpty();
    }

    // ---- epochs

    @Test
    void aRenewedInboxKeepsItsEntriesInANewEpoch() {
        ChatMessage stored = send("alice", "bob", "hi");
        InboxPage before = archive.readInbox("bob", 0, 10);
        DeviceKey phone = new DeviceKey("android", "d1");
        store.acknowledge("bob", phone, before.epoch(), 1);

        archive.renewEpoch("bob");

        InboxPage after = store.resumeInbox("bob", before.epoch(), 1);
        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(inbox("bob")).extracting(InboxEntry::message).containsExactly(stored);
        assertThat(store.acknowledged("bob", phone)).isZero();
        ChatMessage next = send("alice", "bob", "next");
        assertThat(inbox("bob")).extracting(InboxEntry::message).containsExactly(stored, next);
    }

    // ---- erasing

    @Test
    void anErasedChatIsInNoInbox() {
        for (int i = 0; i < 3; i++) {
            ChatMessage unused = send("alice", "bob", "m" + i);
        }
        ChatMessage other = send("carol", "bob", "hello");
        ChatMessage late = send("bob", "alice", "late");

        assertThat(archive.eraseChat(ALICE_AND_BOB)).isEqualTo(12);

        assertThat(history(10).messages()).isEmpty();
        assertThat(inbox("alice")).isEmpty();
        assertThat(inbox("bob")).extracting(InboxEntry::message).containsExactly(other);
        assertThat(walk(10)).containsExactly(other.chatId());
        assertThat(archive.eraseChat(ALICE_AND_BOB)).isZero();
        assertThat(late.content()).isEqualTo("late");
    }

    @Test
    void afterAnErasureTheInboxGoesOnInItsEpoch() {
        ChatMessage unused = send("alice", "bob", "gone");
        ChatMessage kept = send("carol", "bob", "kept");
        InboxPage before = store.readInbox("bob", 0, 10);

        archive.eraseChat(ALICE_AND_BOB);
        ChatMessage next = send("carol", "bob", "next");

        InboxPage after = store.readInbox("bob", 0, 10);
        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(after.entries())
                .containsExactly(
                        new InboxEntry(2, kept, "session of carol"), new InboxEntry(3, next, "session of carol"));
    }

    @Test
    void anErasedInboxBeginsANewEpoch() {
        ChatMessage stored = send("alice", "bob", "hi");
        InboxPage before = store.readInbox("bob", 0, 10);

        assertThat(archive.eraseInbox("bob")).isEqualTo(1);

        assertThat(inbox("bob")).isEmpty();
        assertThat(store.readInbox("bob", 0, 10).epoch()).isNotEqualTo(before.epoch());
        assertThat(inbox("alice")).extracting(InboxEntry::message).containsExactly(stored);
        assertThat(archive.eraseInbox("bob")).isZero();
    }

    private List<ChatId> walk(int limit) {
        List<ChatId> found = new ArrayList<>();
        Optional<String> cursor = Optional.of(MessageArchive.FIRST);
        while (cursor.isPresent()) {
            ChatsPage page = archive.chats(cursor.get(), limit);
            found.addAll(page.chats());
            cursor = page.next();
        }
        return found;
    }

    private List<ChatMessage> messages(ChatId chat, int limit) {
        List<ChatMessage> all = new ArrayList<>();
        List<ArchivedMessage> page = archive.messages(chat, 0, limit);
        while (!page.isEmpty()) {
            page.forEach(one -> all.add(one.message()));
            page = archive.messages(chat, all.get(all.size() - 1).chatSeq(), limit);
        }
        return all;
    }

    private List<RestoreOutcome> restore(ChatMessage... messages) {
        return archive.restore(Arrays.stream(messages).map(ArchivedMessage::of).toList());
    }

    /** A message of another store. */
    private ArchivedMessage lost(String clientMsgId, String content) {
        return new ArchivedMessage(message(1, "alice", "bob", content), clientMsgId);
    }

    private ChatMessage message(long chatSeq, String from, String to, String content) {
        var sent = message(from, to, content, null);
        return new ChatMessage(
                "restored-" + sent.messageId(), sent.chatId(), chatSeq, from, to, content, sent.timestamp());
    }

    private static ChatMessage numbered(ChatMessage message, long chatSeq) {
        return new ChatMessage(
                message.messageId(),
                message.chatId(),
                chatSeq,
                message.fromUser(),
                message.toUser(),
                message.content(),
                message.timestamp());
    }

    private static MessageReference reference(ChatMessage message) {
        return new MessageReference(message.chatId(), message.messageId());
    }
}
