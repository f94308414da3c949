package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RepliesForTests;
import io.mychat.gateway.spi.chat.ChatId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final ChatId CHAT = ChatId.between("alice", "bob");
    private static final int BUCKET = ChatKeys.bucket(CHAT);

    private final Marks marks = new Marks(new ChatKeys(new Keys(""), ""));

    @Test
    void aMessageTakesTheFirstOfManyMarksWithIt() {
        for (int i = 1; i <= 40; i++) {
            marks.done(new OpenMark("mark " + i, CHAT, i, 0));
        }

        assertThat(marks.takeDone(BUCKET)).hasSize(32).startsWith("mark 1").endsWith("mark 32");
        assertThat(marks.takeDone(BUCKET)).hasSize(8).endsWith("mark 40");
        assertThat(marks.takeDone(BUCKET)).isEmpty();
    }

    @Test
    void whereMarksStayIsSaid() {
        marks.done(new OpenMark("mark", CHAT, 1, 0));

        assertThat(marks.flush(commands -> RepliesForTests.lost(commands.size())))
                .containsExactly(BUCKET);
        assertThat(marks.flush(commands -> RepliesForTests.lost(commands.size())))
                .isEqualTo(List.of());
    }
}
