package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome.Duplicate;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything has an end, and what is beyond it is gone in good order. */
class BoundsTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");
    private static final MessageSettings SMALL =
            new MessageSettings(Duration.ofDays(30), Duration.ofHours(24), 5, 4, 2, 100);

    private final RedisSettings settings = RedisServers.single();
    private final AtomicBoolean inboxesAreGone = new AtomicBoolean();
    private final ChatNode chatNode = ChatNode.of(settings, "n1", SMALL, this::failing);
    private final MessageStore store = chatNode.store();
    private final ChatKeys keys = new ChatKeys(chatNode.redis().keys());

    @AfterEach
    void close() {
        chatNode.close();
    }

    @Test
    void anInboxKeepsTheNewestAndTheirNumbers() {
        for (int i = 1; i <= 8; i++) {
            send("m" + i);
        }

        InboxPage page = store.readInbox("bob", 0, 10);

        assertThat(page.oldestSeq()).isEqualTo(4);
        assertThat(page.latestSeq()).isEqualTo(8);
        assertThat(page.entries()).extracting(InboxEntry::inboxSeq).containsExactly(4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aChatKeepsTheNewestAndTheirNumbers() {
        String first = ChatNode.message("alice", "bob", "", null).messageId();
        for (int i = 1; i <= 6; i++) {
            send("m" + i);
        }

        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().messages())
                .extracting(ChatMessage::chatSeq)
                .containsExactly(3L, 4L, 5L, 6L);
        assertThat(store.history(CHAT, 10, Optional.of(first))).isEmpty();
    }

    @Test
    void aDuplicateIsKnownWhenItsOriginalIsBeyondTheBounds() {
        store.append(ChatNode.message("alice", "bob", "m0", "c1"));
        for (int i = 1; i <= 6; i++) {
            send("m" + i);
        }

        var again = store.append(ChatNode.message("alice", "bob", "m0", "c1"));

        assertThat(again).isInstanceOf(Duplicate.class);
        assertThat(((Duplicate) again).original().chatSeq()).isEqualTo(1);
        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isEqualTo(7);
    }

    @Test
    void theDeviceThatWasSilentForLongestIsForgotten() {
        send("m1");
        String epoch = store.readInbox("bob", 0, 0).epoch();
        for (int i = 1; i <= 3; i++) {
            chatNode.elapse(Duration.ofSeconds(1));
            store.acknowledge("bob", new DeviceKey("web", "d" + i), epoch, 1);
        }

        assertThat(store.acknowledged("bob", new DeviceKey("web", "d1"))).isZero();
        assertThat(store.acknowledged("bob", new DeviceKey("web", "d2"))).isEqualTo(1);
        assertThat(store.acknowledged("bob", new DeviceKey("web", "d3"))).isEqualTo(1);
    }

    @Test
    void everyKeyEndsByItself() {
        store.append(ChatNode.message("alice", "bob", "m1", "c1"));
        InboxPage unused = store.readInbox("carol", 0, 1);
        store.acknowledge(
                "bob", new DeviceKey("web", "d1"), store.readInbox("bob", 0, 0).epoch(), 1);
        chatNode.store().sweep(Duration.ofHours(1));

        List<String> keys = RedisReply.texts(chatNode.redis()
                .call(RedisCommand.keyless("KEYS", settings.servers().keyPrefix() + "*")));

        assertThat(keys).hasSizeGreaterThan(8);
        for (String key : keys) {
            assertThat(RedisReply.number(chatNode.redis().call(RedisCommand.read("PTTL", key))))
                    .as(key)
                    .isPositive();
        }
    }

    @Test
    void aMessageTakesOneRoundTrip() {
        send("the long script is loaded");
        send("the short script is loaded");
        long before = chatNode.redis().roundTrips();

        send("m1");

        assertThat(chatNode.redis().roundTrips() - before).isEqualTo(1);
    }

    @Test
    void aMessageBehindAPendingOneTakesFourRoundTrips() {
        send("the long script is loaded");
        send("the short script is loaded");
        try (ChatNode other = ChatNode.inTwoSteps(settings, "n2", MessageSettings.defaults(), this::failing)) {
            inboxesAreGone.set(true);
            assertThatThrownBy(() -> other.store().append(ChatNode.message("alice", "bob", "pending", null)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        inboxesAreGone.set(false);
        long before = chatNode.redis().roundTrips();

        send("next");

        assertThat(chatNode.redis().roundTrips() - before).isEqualTo(4);
        assertThat(store.readInbox("bob", 0, 10).entries())
                .extracting(entry -> entry.message().content())
                .containsExactly("the long script is loaded", "the short script is loaded", "pending", "next");
    }

    @Test
    void anInboxKnowsABoundedNumberOfIds() {
        int many = 1100;
        try (ChatNode other = ChatNode.inTwoSteps(settings, "n2", SMALL, calls -> calls)) {
            for (int i = 1; i <= many; i++) {
                other.store().append(ChatNode.message("alice", "bob", "m" + i, null));
            }
        }
        String ids = keys.inbox("bob").get(2);
        assertThat(RedisReply.number(chatNode.redis().call(RedisCommand.read("ZCARD", ids))))
                .as("the bound, and those since the last look")
                .isBetween(1000L, 1064L);
        assertThat(store.readInbox("bob", 0, 10).latestSeq()).isEqualTo(many);
    }

    @Test
    void aLongPageIsCutByItsBytes() {
        String long1 = "x".repeat(2_000_000);
        for (int i = 0; i < 4; i++) {
            send(long1);
        }

        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(2);
        assertThat(store.readInbox("bob", 2, 10).entries())
                .extracting(InboxEntry::inboxSeq)
                .containsExactly(3L, 4L);
        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().messages())
                .extracting(ChatMessage::chatSeq)
                .containsExactly(3L, 4L);
        assertThat(store.history(CHAT, 10, Optional.empty()).orElseThrow().hasMore())
                .isTrue();
    }

    @Test
    void whoseMessagesCannotBeDeliveredIsRefusedAfterAWhile() {
        MessageStore wide = ChatNode.inTwoSteps(settings, "n2", MessageSettings.defaults(), this::failing)
                .store();
        inboxesAreGone.set(true);
        for (int i = 0; i < ChatLog.MAX_OPEN; i++) {
            String content = "m" + i;
            assertThatThrownBy(() -> wide.append(ChatNode.message("alice", "bob", content, null)))
                    .isInstanceOf(StoreUnavailableException.class);
        }

        assertThatThrownBy(() -> wide.append(ChatNode.message("alice", "bob", "one more", null)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("wait for an inbox");

        inboxesAreGone.set(false);
        try (ChatNode other = ChatNode.of(settings, "n3")) {
            other.store().sweep(Duration.ZERO);
            other.store().append(ChatNode.message("alice", "bob", "later", null));
            assertThat(other.store().readInbox("bob", 0, 100).entries())
                    .hasSize(ChatLog.MAX_OPEN + 1)
                    .last()
                    .extracting(entry -> entry.message().content())
                    .isEqualTo("later");
        }
    }

    @Test
    void tooFewReplicasRefuseAMessageAndTheRetryCompletesIt() {
        RedisSettings strict =
                new RedisSettings(settings.servers(), settings.access(), settings.pool(), Duration.ofMillis(400), 1);
        try (ChatNode careful = ChatNode.of(strict, "n2")) {
            assertThatThrownBy(() -> careful.store().append(ChatNode.message("alice", "bob", "m1", "c1")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("replicas");
        }

        assertThat(store.append(ChatNode.message("alice", "bob", "m1", "c1"))).isInstanceOf(Duplicate.class);
        assertThat(store.readInbox("bob", 0, 10).entries()).hasSize(1);
    }

    @Test
    void whenRedisIsGoneEverythingFailsWithinTheDeadline() {
        RedisProcess server = RedisProcess.start();
        Duration deadline = Duration.ofMillis(300);
        try (ChatNode alone = ChatNode.of(RedisServers.of(server).withDeadline(deadline), "n2")) {
            alone.store().append(ChatNode.message("alice", "bob", "m1", null));
            server.pause();
            for (Runnable call : List.<Runnable>of(
                    () -> alone.store().append(ChatNode.message("alice", "bob", "m2", null)),
                    () -> alone.store().readInbox("bob", 0, 10),
                    () -> alone.store().history(CHAT, 10, Optional.empty()),
                    () -> alone.store().acknowledged("bob", new DeviceKey("web", "d1")))) {
                long start = System.nanoTime();
                assertThatThrownBy(call::run).isInstanceOf(StoreUnavailableException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(deadline.multipliedBy(3));
            }
        } finally {
            server.close();
        }
    }

    /** Keys of inboxes do not answer while the flag is set. */
    private RedisCalls failing(RedisCalls redis) {
        return commands -> {
            if (inboxesAreGone.get()
                    && commands.stream()
                            .anyMatch(command -> command.keys().get(0).contains("inbox:"))) {
                throw new StoreUnavailableException("as if the inboxes' servers were gone");
            }
            return redis.all(commands);
        };
    }

    private void send(String content) {
        store.append(ChatNode.message("alice", "bob", content, null));
    }
}
