package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.client.TestReplies;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Inboxes that may have lost something are looked at until their part of Redis answers. */
class VerificationTest {

    private static final String BEFORE = "the epoch before";
    private static final String AFTER = "the epoch after";

    private final ManualTime time = new ManualTime();
    private final AtomicBoolean alicesServerIsAway = new AtomicBoolean(true);
    private final List<String> lookedAt = new ArrayList<>();
    private final RecordingInboxListener listener = new RecordingInboxListener();
    private final InboxAnnouncer announcer = new InboxAnnouncer(time);
    private final Inboxes inboxes = new Inboxes(
            this::answer,
            ChatDependencies.of(new ChatKeys(new Keys("")), MessageSettings.defaults(), "n1", time, () -> 0),
            time,
            announcer);
    private final Verification verification = new Verification(inboxes);

    @Test
    void anotherOutageMeanwhileForgetsNobody() {
        put("alice");
        verification.begin();
        time.advance(Duration.ofMinutes(20));
        put("bob");
        verification.begin();
        assertThat(lookedAt)
                .as("what is long ago is not looked at without a reason")
                .containsExactly("alice", "bob");

        announcer.listen(listener);
        alicesServerIsAway.set(false);
        for (int i = 0; i < Verification.MOST_TICKS; i++) {
            verification.tick();
        }

        assertThat(listener.doubtful).containsExactly("alice");
        assertThat(lookedAt).containsExactly("alice", "bob", "alice");
    }

    private void put(String user) {
        UndeliveredMessage message = new UndeliveredMessage(
                new PendingDelivery("mark", ChatId.between(user, "carol"), 1, 0),
                "m1",
                "{}",
                MessageRecord.of(ChatNode.message(user, "carol", "hi", null)));
        assertThat(inboxes.appended(
                                inboxes.appending(user, List.of(message)),
                                List.of(BEFORE, "", Long.toString(1 + time.nanoTime() / 1_000_000), "1"))
                        .entries())
                .hasSize(1);
    }

    private List<RedisReply> answer(List<RedisCommand> commands) {
        return commands.stream().map(this::answer).toList();
    }

    private RedisReply answer(RedisCommand command) {
        boolean isAlice = command.keys().get(0).contains("alice");
        lookedAt.add(isAlice ? "alice" : "bob");
        if (isAlice && alicesServerIsAway.get()) {
            return TestReplies.lost(1).get(0);
        }
        return TestReplies.of(List.of(isAlice ? AFTER : BEFORE, 1L, 1L, ""));
    }
}
