package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.client.TestReplies;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The gateway that puts something into an inbox hears of it itself when the answer says nothing. */
class LostAnswerTest {

    private static final int INBOXES = 2;

    @Test
    void whoseAnswerWasLostIsLookedAt() {
        AtomicInteger calls = new AtomicInteger();
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        try (ChatNode chatNode =
                ChatNode.inTwoSteps(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
                    List<RedisReply> replies = redis.all(commands);
                    return calls.incrementAndGet() == INBOXES ? TestReplies.lost(replies.size()) : replies;
                })) {
            chatNode.store().listen(recordingInboxListener);

            assertThatThrownBy(() -> chatNode.store().append(ChatNode.message("alice", "bob", "hi", null)))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(recordingInboxListener.doubtful).containsExactly("alice", "bob");
            chatNode.store().sweep(Duration.ZERO);
            assertThat(recordingInboxListener.arrivals).isEmpty();
            assertThat(recordingInboxListener.doubtful).containsExactly("alice", "bob", "alice", "bob");
        }
    }

    @Test
    void whoseScriptRanTwiceIsLookedAt() {
        AtomicInteger calls = new AtomicInteger();
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        try (ChatNode chatNode =
                ChatNode.inTwoSteps(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
                    List<RedisReply> replies = redis.all(commands);
                    return calls.incrementAndGet() == INBOXES ? again(redis, commands) : replies;
                })) {
            chatNode.store().listen(recordingInboxListener);

            chatNode.store().append(ChatNode.message("alice", "bob", "hi", null));

            assertThat(recordingInboxListener.arrivals).isEmpty();
            assertThat(recordingInboxListener.doubtful).containsExactly("alice", "bob");
        }
    }

    @Test
    void whoseOneAnswerWasLostIsLookedAt() {
        AtomicInteger calls = new AtomicInteger();
        RecordingInboxListener listener = new RecordingInboxListener();
        try (ChatNode chatNode =
                ChatNode.of(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
                    List<RedisReply> replies = redis.all(commands);
                    return calls.incrementAndGet() == 1 ? TestReplies.lost(replies.size()) : replies;
                })) {
            chatNode.store().listen(listener);

            assertThatThrownBy(() -> chatNode.store().append(ChatNode.message("alice", "bob", "hi", "c1")))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(listener.doubtful).containsExactlyInAnyOrder("alice", "bob");
            assertThat(chatNode.store().append(ChatNode.message("alice", "bob", "hi", "c1")))
                    .isInstanceOf(AppendOutcome.Duplicate.class);
            assertThat(chatNode.store().readInbox("bob", 0, 10).entries()).hasSize(1);
        }
    }

    @Test
    void whatComesTwiceWithOneIdEntersEachInboxOnce() {
        RecordingInboxListener listener = new RecordingInboxListener();
        try (ChatNode chatNode =
                ChatNode.of(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
                    List<RedisReply> unused = redis.all(commands);
                    return redis.all(commands);
                })) {
            chatNode.store().listen(listener);

            chatNode.store().append(ChatNode.message("alice", "bob", "hi", null));

            assertThat(listener.arrivals).isEmpty();
            assertThat(listener.doubtful).containsExactlyInAnyOrder("alice", "bob");
            assertThat(chatNode.store().readInbox("bob", 0, 10).entries()).hasSize(1);
            assertThat(chatNode.store().readInbox("alice", 0, 10).entries()).hasSize(1);
        }
    }

    @Test
    void whatMayStillBeCarriedOutIsLookedAtOnceMoreLater() {
        ManualTime time = new ManualTime();
        UncertainInboxes uncertainInboxes = new UncertainInboxes(time, Duration.ofSeconds(5));
        uncertainInboxes.add("alice");
        time.advance(Duration.ofSeconds(3));
        uncertainInboxes.add("bob");
        uncertainInboxes.add("alice");
        time.advance(Duration.ofSeconds(4));
        assertThat(uncertainInboxes.takeDue()).isEmpty();

        time.advance(Duration.ofSeconds(1));

        assertThat(uncertainInboxes.takeDue()).containsExactly("bob", "alice");
        assertThat(uncertainInboxes.takeDue()).isEmpty();
    }

    private static List<RedisReply> again(RedisCalls redis, List<RedisCommand> commands) {
        return redis.all(commands);
    }
}
