package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.TestReplies;
import io.mychat.gateway.spi.chat.ChatId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletedMarksTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");
    private static final int BUCKET = ChatKeys.bucket(CHAT);

    private final CompletedMarks completedMarks = new CompletedMarks(new ChatKeys(new Keys("")));

    @Test
    void aMessageTakesTheFirstOfManyMarksWithIt() {
        for (int i = 1; i <= 40; i++) {
            completedMarks.done(new PendingDelivery("mark " + i, CHAT, i, 0));
        }

        assertThat(completedMarks.takeDone(BUCKET))
                .hasSize(32)
                .startsWith("mark 1")
                .endsWith("mark 32");
        assertThat(completedMarks.takeDone(BUCKET)).hasSize(8).endsWith("mark 40");
        assertThat(completedMarks.takeDone(BUCKET)).isEmpty();
    }

    @Test
    void whereMarksStayIsSaid() {
        completedMarks.done(new PendingDelivery("mark", CHAT, 1, 0));

        assertThat(completedMarks.flush(commands -> TestReplies.lost(commands.size())))
                .containsExactly(BUCKET);
        assertThat(completedMarks.flush(commands -> TestReplies.lost(commands.size())))
                .isEqualTo(List.of());
    }
}
