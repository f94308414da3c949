package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.RepliesForTests;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
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
        Heard heard = new Heard();
        try (Node node = Node.of(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
            List<Reply> replies = redis.all(commands);
            return calls.incrementAndGet() == INBOXES ? RepliesForTests.allLost(replies) : replies;
        })) {
            node.store().listen(heard);

            assertThatThrownBy(() -> node.store().append(Node.message("alice", "bob", "hi", null)))
                    .isInstanceOf(StoreUnavailableException.class);

            assertThat(heard.doubtful).containsExactly("alice", "bob");
            node.store().sweep(Duration.ZERO);
            assertThat(heard.arrivals).isEmpty();
            assertThat(heard.doubtful).containsExactly("alice", "bob", "alice", "bob");
        }
    }

    @Test
    void whoseScriptRanTwiceIsLookedAt() {
        AtomicInteger calls = new AtomicInteger();
        Heard heard = new Heard();
        try (Node node = Node.of(RedisServers.single(), "n1", MessageSettings.defaults(), redis -> commands -> {
            List<Reply> replies = redis.all(commands);
            return calls.incrementAndGet() == INBOXES ? again(redis, commands) : replies;
        })) {
            node.store().listen(heard);

            node.store().append(Node.message("alice", "bob", "hi", null));

            assertThat(heard.arrivals).isEmpty();
            assertThat(heard.doubtful).containsExactly("alice", "bob");
        }
    }

    @Test
    void whatMayStillBeCarriedOutIsLookedAtOnceMoreLater() {
        ManualTime time = new ManualTime();
        Doubts doubts = new Doubts(time, Duration.ofSeconds(5));
        doubts.add("alice");
        time.advance(Duration.ofSeconds(3));
        doubts.add("bob");
        doubts.add("alice");
        time.advance(Duration.ofSeconds(4));
        assertThat(doubts.takeDue()).isEmpty();

        time.advance(Duration.ofSeconds(1));

        assertThat(doubts.takeDue()).containsExactly("bob", "alice");
        assertThat(doubts.takeDue()).isEmpty();
    }

    private static List<Reply> again(Calls redis, List<Command> commands) {
        return redis.all(commands);
    }
}
