package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that hold what nobody of us wrote. */
class RubbishTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");

    private final RedisSettings settings = RedisServers.single();
    private final ChatNode chatNode = ChatNode.of(settings, "n1");
    private final MessageStore store = chatNode.store();
    private final ChatKeys keys = new ChatKeys(chatNode.redis().keys());

    @AfterEach
    void close() {
        chatNode.close();
    }

    @Test
    void anUnreadableEntryIsLeftOutAndTheOthersKeepTheirNumbers() {
        send("m1");
        String inbox = keys.inbox("bob").get(0);
        // Entry 2, as a script would add it, with a record that is none.
        write("XADD", inbox, "2-1", "i", "x", "n", "9", "m", "{]");
        write("HSET", keys.bounds("bob"), "seq", "2");
        send("m3");

        InboxPage page = store.readInbox("bob", 0, 10);
        assertThat(page.latestSeq()).isEqualTo(3);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(1L);
        assertThat(store.readInbox("bob", 1, 10).entries())
                .extracting(InboxEntry::inboxSeq)
                .containsExactly(3L);
    }

    @Test
    void anUnreadableMessageIsLeftOutOfTheHistory() {
        send("m1");
        write("XADD", keys.messages(CHAT), "2-1", "what", "ever");
        send("m3");

        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().messages())
                .extracting(ChatMessage::content)
                .containsExactly("m1", "m3");
    }

    @Test
    void keysOfAnotherTypeAreReplaced() {
        List<String> all = new ArrayList<>(keys.chat(CHAT));
        all.addAll(keys.inbox("bob"));
        all.add(keys.open(ChatKeys.bucket(CHAT)));
        all.add(keys.sessions("bob"));
        all.add(keys.sent(CHAT, "alice", "c1"));
        for (String key : all) {
            write("DEL", key);
            write("RPUSH", key, "rubbish");
        }

        assertThat(store.append(ChatNode.message("alice", "bob", "m1", "c1"))).isInstanceOf(Stored.class);

        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(1);
        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().messages())
                .hasSize(1);
        chatNode.store().sweep(Duration.ZERO);
    }

    @Test
    void entriesInTheWayDoNotStopAnInboxOrAChat() {
        write("XADD", keys.inbox("bob").get(0), "99999999999-1", "what", "ever");
        send("m1");
        write("XADD", keys.inbox("bob").get(0), "99999999999-1", "what", "ever");
        write("XADD", keys.messages(CHAT), "50-1", "what", "ever");

        send("m2");

        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(entry -> entry.message().content())
                .containsExactly("m2");
        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().messages())
                .extracting(ChatMessage::chatSeq)
                .containsExactly(1L, 51L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "-9223372036854775808",
                "9223372036854775807",
                "9007199254740993",
                "4503599627370497",
                "1e300",
                "1.5",
                "0x10",
                "inf",
                "nan",
                "",
                "abc",
                "18446744073709551615"
            })
    void aCounterThatIsNoneOfOursBeginsAnew(String rubbish) {
        send("m1");
        write("HSET", keys.bounds("bob"), "seq", rubbish, "epoch", "x");
        write("SET", keys.chat(CHAT).get(1), rubbish);

        send("m2");
        send("m3");

        InboxPage page = store.readInbox("bob", 0, 10);
        assertThat(page.epoch()).isNotEqualTo("x");
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(1L, 2L);
        assertThat(page.latestSeq()).isEqualTo(2);
        assertThat(history()).containsExactly("m1", "m2", "m3");
        assertThat(store.readInbox("alice", 0, 10).entries()).hasSize(3);
    }

    @Test
    void anInboxIsReadWithACounterThatIsNoneOfOurs() {
        send("m1");
        write("HSET", keys.bounds("bob"), "seq", "9007199254740993");
        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isZero();
        send("m2");
        write("HSET", keys.bounds("bob"), "epoch", "two\nlines");
        assertThat(store.readInbox("bob", 0, 10).epoch()).doesNotContain("\n");
        write("XADD", keys.inbox("bob").get(0), "18446744073709551615-1", "what", "ever");
        assertThat(store.readInbox("bob", 0, 10).oldestSeq()).isEqualTo(1);
        send("m3");
        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(InboxEntry::inboxSeq)
                .containsExactly(1L);
    }

    @Test
    void anEntryBeyondAllNumbersDoesNotStopAChat() {
        send("m1");
        write("XADD", keys.messages(CHAT), "18446744073709551615-18446744073709551615", "what", "ever");
        write("XADD", keys.inbox("bob").get(0), "18446744073709551615-18446744073709551615", "what", "ever");
        assertThat(history()).containsExactly("m1");
        write("ZADD", keys.ids(CHAT), "1e300", "far", "inf", "farther", "-inf", "near");
        for (String id : List.of("far", "farther", "near")) {
            assertThat(store.history(CHAT, 10, Optional.of(id))).isEmpty();
        }

        send("m2");
        send("m3");

        assertThat(history()).containsExactly("m2", "m3");
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(2);
    }

    @Test
    void whatIsRememberedOfAClientMsgIdAndOfADeviceMayBeRubbish() {
        DeviceKey device = new DeviceKey("web", "d");
        for (String rubbish : List.of(
                "v1 99999999999999999999 1 x y z",
                "v1 " + Long.MAX_VALUE + " 1 x y z",
                "v1 1 99999999999999999999 x y z",
                "v1")) {
            write("SET", keys.sent(CHAT, "alice", "c1"), rubbish);
            assertThat(store.append(ChatNode.message("alice", "bob", "m", "c1")))
                    .isInstanceOf(Stored.class);
        }
        for (String rubbish : List.of("abc", "99999999999999999999 1", "-1 1", "4503599627370000 1", "")) {
            write("HSET", keys.bounds("bob"), "ack web:d", rubbish);
            store.acknowledge("bob", device, store.readInbox("bob", 0, 0).epoch(), 2);
            assertThat(store.acknowledged("bob", device)).isEqualTo(2);
        }
        write("HSET", keys.bounds("bob"), "ack web:d", "99999999999999999999 1");
        assertThat(store.acknowledged("bob", device)).isZero();
    }

    @Test
    void marksBeyondAllNumbersDoNotStopAChat() {
        String open = keys.open(ChatKeys.bucket(CHAT));
        String digits = "9".repeat(30);
        write("ZADD", open, 0, CHAT + " " + digits + " 1 1 v1 n", 0, CHAT + " 1 1 " + digits + " v1 n");
        write("ZADD", open, 0, CHAT + " 0000000000000007 1 " + Long.MAX_VALUE / 4 + " v1 n");

        send("m1");
        chatNode.store().sweep(Duration.ofDays(1));

        assertThat(PendingMarks.of(chatNode)).isEmpty();
    }

    private List<String> history() {
        return store.history(CHAT, 10, Optional.empty()).orElseThrow().messages().stream()
                .map(ChatMessage::content)
                .toList();
    }

    @Test
    void marksThatMakeNoSenseAreDropped() {
        String open = keys.open(ChatKeys.bucket(CHAT));
        write("ZADD", open, 0, "rubbish", 0, CHAT + " 7 1 1 v1 n1", 0, CHAT + " x 1 1 v1 n1", 0, "dm:b:a 1 1 1 v1 n1");
        String ofTomorrow = CHAT + " 7 1 1 v2 n1 and more";
        write("ZADD", open, 0, ofTomorrow);

        send("m1");
        chatNode.store().sweep(Duration.ZERO);

        assertThat(PendingMarks.of(chatNode)).containsExactly(ofTomorrow);
        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isEqualTo(1);
    }

    private void send(String content) {
        assertThat(store.append(ChatNode.message("alice", "bob", content, null)))
                .isInstanceOf(Stored.class);
    }

    private void write(String command, String key, Object... args) {
        Object unused = chatNode.redis().call(RedisCommand.write(command, key, args));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9})
    void aMessageOfAChatThatWasLostIsUnknownToTheChatThatBeganAnew(int since) {
        String lost = "";
        for (int i = 1; i <= 5; i++) {
            NewMessage message = ChatNode.message("alice", "bob", "m" + i, null);
            lost = message.messageId();
            store.append(message);
        }
        write("DEL", keys.messages(CHAT));
        write("DEL", keys.chat(CHAT).get(1));
        for (int i = 0; i < since; i++) {
            send("later");
        }

        assertThat(store.history(CHAT, 50, Optional.of(lost))).isEmpty();
    }
}
