package io.mychat.gateway.redis.chat.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.chaos.History.Answer;
import io.mychat.gateway.redis.chat.chaos.History.Sent;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find. */
class HistoryTest {

    private final History history = new History();

    @Test
    void whatWasPromisedIsFine() {
        sent("m1", Answer.STORED);
        sent("m2", Answer.UNKNOWN);
        sent("m3", Answer.STORED);

        assertThat(check(List.of("m1", "m3"), List.of("m1", "m3"), List.of("m1", "m3")))
                .isEmpty();
    }

    @Test
    void aLostMessageIsFound() {
        sent("m1", Answer.STORED);

        assertThat(check(List.of("m1"), List.of("m1"), List.of())).contains("inbox b lacks m1");
        assertThat(check(List.of(), List.of("m1"), List.of("m1"))).contains("chat a b lacks m1");
    }

    @Test
    void aDoubledMessageIsFound() {
        sent("m1", Answer.STORED);

        assertThat(check(List.of("m1"), List.of("m1"), List.of("m1", "m1"))).contains("inbox b has m1 twice");
        assertThat(check(List.of("m1", "m1"), List.of("m1"), List.of("m1"))).contains("chat a b has m1 twice");
    }

    @Test
    void aWrongOrderIsFound() {
        sent("m1", Answer.STORED);
        sent("m2", Answer.STORED);

        assertThat(check(List.of("m1", "m2"), List.of("m1", "m2"), List.of("m2", "m1")))
                .contains("inbox b has m2 out of order");
    }

    @Test
    void aMessageThatIsOnlySomewhereIsFound() {
        sent("m1", Answer.UNKNOWN);

        assertThat(check(List.of("m1"), List.of("m1"), List.of()))
                .contains("m1 is not in the inbox of b, other than in its chat");
    }

    @Test
    void aReaderThatMissedSomethingIsFound() {
        sent("m1", Answer.STORED);

        assertThat(history.check(Map.of("a b", List.of("m1")), Map.of("a", List.of("m1"), "b", List.of("m1"))))
                .contains("the reader of a saw 0 messages, not the 1 of the inbox");
    }

    private void sent(String content, Answer answer) {
        history.sent(new Sent("a", "b", content, answer));
    }

    private List<String> check(List<String> chat, List<String> inboxOfA, List<String> inboxOfB) {
        read("a", inboxOfA);
        read("b", inboxOfB);
        return history.check(Map.of("a b", chat), Map.of("a", inboxOfA, "b", inboxOfB));
    }

    private void read(String user, List<String> contents) {
        history.seen(user, contents.stream().map(HistoryTest::entry).toList());
    }

    private static InboxEntry entry(String content) {
        ChatMessage message = new ChatMessage(content, ChatId.between("a", "b"), 1, "a", "b", content, Instant.EPOCH);
        return new InboxEntry(1, message, "s");
    }
}
