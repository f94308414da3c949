package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store under test, and the helpers of the tests in {@link MessageStoreContract}. */
@ExtendWith(ContractRules.class)
abstract class MessageStoreFixture {

    static final ChatId ALICE_AND_BOB = ChatId.between("alice", "bob");

    private final AtomicInteger messageIds = new AtomicInteger();

    MessageStore store;

    /** Creates an empty store; called before each test. */
    protected abstract MessageStore newStore();

    /** The wall-clock time of the store. */
    protected abstract Instant now();

    /** Advances the time of the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    ChatMessage send(String from, String to, String content) {
        return stored(store.append(message(from, to, content, null)));
    }

    NewMessage message(String from, String to, String content, @Nullable String clientMsgId) {
        String id = "m%09d".formatted(messageIds.incrementAndGet());
        return new NewMessage(id, from, to, content, clientMsgId, "session of " + from, now());
    }

    HistoryPage history(int limit) {
        return store.history(ALICE_AND_BOB, limit, Optional.empty()).orElseThrow();
    }

    List<InboxEntry> inbox(String userId) {
        return store.readInbox(userId, 0, 10_000).entries();
    }

    static ChatMessage stored(AppendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Stored.class);
        return ((Stored) outcome).message();
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
