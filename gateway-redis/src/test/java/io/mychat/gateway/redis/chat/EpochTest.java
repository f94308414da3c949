package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;

/** The epoch changes when something is lost, and not otherwise. */
class EpochTest {

    private static final DeviceKey PHONE = new DeviceKey("ios", "d1");

    private final RedisProcess server = RedisProcess.startDurable();
    private final ChatNode chatNode = ChatNode.of(RedisServers.of(server), "n1");
    private final MessageStore store = chatNode.store();
    private @Nullable Map<String, byte[]> snapshot;

    @AfterEach
    void close() {
        chatNode.close();
        server.close();
    }

    @Test
    void aRestartWithTheDataKeepsIt() {
        send("m1");
        String before = bob().epoch();

        server.restart();

        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> bob().epoch().equals(before));
        send("m2");
        assertThat(bob().epoch()).isEqualTo(before);
        assertThat(bob().latestSeq()).isEqualTo(2);
    }

    @Test
    void aRestartWithoutTheDataBeginsANewOne() {
        send("m1");
        String before = bob().epoch();

        server.restartEmpty();

        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !bob().epoch().equals(before));
        assertThat(bob().latestSeq()).isZero();
        send("m2");
        assertThat(bob().latestSeq()).isEqualTo(1);
    }

    @Test
    void aLostTailIsFoundByTheNextReader() {
        send("m1");
        keepSnapshot();
        send("m2");
        String before = bob().epoch();
        store.acknowledge("bob", PHONE, before, 2);

        goBackToSnapshot();

        assertThat(bob().epoch()).isNotEqualTo(before);
        assertThat(bob().latestSeq()).isEqualTo(1);
        assertThat(bob().entries()).hasSize(1);
        assertThat(store.acknowledged("bob", PHONE)).isZero();
        String after = bob().epoch();
        send("m3");
        assertThat(bob().epoch()).as("it changes once").isEqualTo(after);
    }

    @Test
    void aLostTailIsFoundByTheNextMessage() {
        send("m1");
        keepSnapshot();
        send("m2");
        String before = bob().epoch();

        goBackToSnapshot();
        send("m3");

        InboxPage page = bob();
        assertThat(page.epoch()).isNotEqualTo(before);
        assertThat(page.entries())
                .extracting(entry -> entry.message().content())
                .containsExactly("m1", "m3");
    }

    @Test
    void aLostTailThatOthersHaveFilledIsFoundAfterTheOutage() {
        send("m1");
        keepSnapshot();
        send("m2");
        String before = bob().epoch();
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        store.listen(recordingInboxListener);

        goBackToSnapshot();
        try (ChatNode other = ChatNode.of(chatNode.redis().settings(), "n2")) {
            other.store().append(ChatNode.message("alice", "bob", "m3", null));
            assertThat(other.store().readInbox("bob", 0, 10).epoch())
                    .as("the other one cannot know")
                    .isEqualTo(before);
        }
        chatNode.store().lookAtEverything();

        assertThat(bob().epoch()).isNotEqualTo(before);
        assertThat(bob().latestSeq()).isEqualTo(2);
        assertThat(recordingInboxListener.losses).hasPositiveValue();
    }

    @Test
    void aLostTailThatOnlyTheClientKnowsIsFoundWhenItResumes() {
        send("m1");
        keepSnapshot();
        send("m2");
        String before = bob().epoch();

        goBackToSnapshot();
        try (ChatNode other = ChatNode.of(chatNode.redis().settings(), "n2")) {
            InboxPage found = other.store().resumeInbox("bob", before, 2);

            assertThat(found.epoch()).isNotEqualTo(before);
            assertThat(found.latestSeq()).isEqualTo(1);
            assertThat(other.store().readInbox("bob", 0, 10).entries()).hasSize(1);
            assertThat(other.store().resumeInbox("bob", before, 2)).isEqualTo(found);
        }
    }

    @Test
    void aClientThatLiesAgainAndAgainGetsANewEpochNowAndThenOnly() {
        send("m1");
        String first = store.resumeInbox("bob", bob().epoch(), 99).epoch();
        chatNode.elapse(Duration.ofMinutes(9));
        assertThat(store.resumeInbox("bob", first, 99).epoch()).isEqualTo(first);

        chatNode.elapse(Duration.ofMinutes(2));

        assertThat(store.resumeInbox("bob", first, 99).epoch()).isNotEqualTo(first);
        assertThat(bob().entries()).hasSize(1);
    }

    @Test
    void anInboxThatGotMoreThanItKnowsTheIdsOfHasLostNothing() {
        send("m1");
        String before = bob().epoch();
        try (Jedis jedis = server.connect()) {
            for (String key : List.copyOf(jedis.keys("*inbox*bob*"))) {
                if (jedis.type(key).equals("zset")) {
                    jedis.del(key);
                    Map<String, Double> later = new HashMap<>();
                    for (int i = 0; i < 10_000; i++) {
                        later.put("later" + i, (double) System.currentTimeMillis());
                    }
                    jedis.zadd(key, later);
                }
            }
        }

        chatNode.store().lookAtEverything();

        assertThat(bob().epoch()).isEqualTo(before);
    }

    @Test
    void anInboxWhoseIdsHaveEndedSinceHasLostNothing() {
        send("m1");
        String before = bob().epoch();
        try (Jedis jedis = server.connect()) {
            jedis.keys("*inbox:ids*").forEach(jedis::del);
        }

        chatNode.store().lookAtEverything();

        assertThat(bob().epoch()).isEqualTo(before);
    }

    @Test
    void aLookAtEverythingThatIsThereChangesNothing() {
        send("m1");
        String before = bob().epoch();

        chatNode.store().lookAtEverything();

        assertThat(bob().epoch()).isEqualTo(before);
    }

    private void send(String content) {
        store.append(ChatNode.message("alice", "bob", content, null));
    }

    private InboxPage bob() {
        return store.readInbox("bob", 0, 10);
    }

    /** What a replica would have that is behind. */
    private void keepSnapshot() {
        try (Jedis jedis = server.connect()) {
            Map<String, byte[]> all = new HashMap<>();
            for (String key : List.copyOf(jedis.keys("*"))) {
                all.put(key, jedis.dump(key));
            }
            snapshot = all;
        }
    }

    private void goBackToSnapshot() {
        Map<String, byte[]> all = snapshot;
        if (all == null) {
            throw new IllegalStateException("no snapshot");
        }
        try (Jedis jedis = server.connect()) {
            jedis.flushAll();
            all.forEach((key, value) -> jedis.restore(key, 0, value, RestoreParams.restoreParams()));
        }
    }
}
