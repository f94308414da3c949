package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages that are stored without a thread that waits. */
class AppendLaterTest {

    private static final Duration DEADLINE = Duration.ofMillis(700);

    @AutoClose
    private final RedisProcess server = RedisProcess.start();

    private final RedisSettings settings = RedisServers.of(server).withDeadline(DEADLINE);

    @AutoClose
    private final ChatNode node = ChatNode.of(settings, "n1");

    @Test
    void noThreadWaitsForAMessageInAKnownChat() throws Exception {
        assertThat(node.store().appendsLater()).isTrue();
        know();
        server.pause();
        List<CompletableFuture<AppendOutcome>> stages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stages.add(later(ChatNode.message("alice", "bob", "m" + i, null)));
        }
        assertThat(stages).noneMatch(CompletableFuture::isDone);
        server.resume();

        for (CompletableFuture<AppendOutcome> stage : stages) {
            assertThat(stage.get(10, TimeUnit.SECONDS)).isInstanceOf(Stored.class);
        }
        assertThat(contents()).hasSize(21).contains("m0", "m19");
    }

    @Test
    void aFirstMessageHoldsNoThreadEither() throws Exception {
        know();
        server.pause();
        CompletableFuture<AppendOutcome> stage = later(ChatNode.message("carol", "dave", "hi", null));
        assertThat(stage).isNotDone();
        server.resume();

        assertThat(stage.get(10, TimeUnit.SECONDS)).isInstanceOf(Stored.class);
    }

    @Test
    void aServerThatDoesNotAnswerFailsAMessageSoonAfterTheDeadline() {
        know();
        server.pause();
        NewMessage late = ChatNode.message("alice", "bob", "late", null);
        long began = System.nanoTime();
        CompletableFuture<AppendOutcome> stage = later(late);

        assertThatThrownBy(stage::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(DEADLINE, DEADLINE.multipliedBy(3));
        server.resume();

        assertThat(retried(late)).isInstanceOf(Stored.class);
        assertThat(contents()).containsOnlyOnce("late");
    }

    @Test
    void anOpenCircuitFailsAMessageAtOnce() {
        know();
        server.kill();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<AppendOutcome> stage = later(ChatNode.message("alice", "bob", "m" + i, null));
            assertThatThrownBy(stage::join).hasCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThatThrownBy(() ->
                        later(ChatNode.message("alice", "bob", "refused", null)).join())
                .hasRootCauseMessage("Redis is not reachable");
    }

    /** The short form stores nothing then. */
    @Test
    void whatIsNotAsThisGatewayKnowsItIsStoredInFull() {
        know();
        Object unused = node.redis()
                .call(RedisCommand.write("DEL", new ChatKeys(node.redis().keys()).bounds("bob")));

        assertThat(later(ChatNode.message("alice", "bob", "again", "c1")).join())
                .isInstanceOf(Stored.class);
        assertThat(later(ChatNode.message("alice", "bob", "again", "c1")).join())
                .isInstanceOf(AppendOutcome.Duplicate.class);
        assertThat(later(ChatNode.message("alice", "bob", "other", "c1")).join())
                .isInstanceOf(AppendOutcome.ClientMsgIdReused.class);
        assertThat(contents()).endsWith("again");
    }

    @Test
    void aStoreThatIsClosedFailsWhatItCannotFinish() {
        know();
        server.pause();
        CompletableFuture<AppendOutcome> stage = later(ChatNode.message("alice", "bob", "m", null));
        node.stopAbruptly();

        assertThatThrownBy(stage::join).hasCauseInstanceOf(StoreUnavailableException.class);
        server.resume();
    }

    /** Stores the first message of the chat, which looks after its keys. */
    private void know() {
        assertThat(node.store().append(ChatNode.message("alice", "bob", "first", null)))
                .isInstanceOf(Stored.class);
    }

    private CompletableFuture<AppendOutcome> later(NewMessage message) {
        return node.store().appendLater(message).toCompletableFuture();
    }

    private AppendOutcome retried(NewMessage message) {
        while (true) {
            try {
                return node.store().append(message);
            } catch (StoreUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    private List<String> contents() {
        return node.store().readInbox("bob", 0, 100).entries().stream()
                .map(InboxEntry::message)
                .map(message -> message.content())
                .toList();
    }
}
