package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import io.mychat.gateway.testkit.chat.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract holds for messages that are stored without a thread that waits. */
class AppendLaterContractTest extends MessageStoreContract {

    private @Nullable ChatNode chatNode;

    @Override
    protected MessageStore newStore() {
        ChatNode node = ChatNode.of(RedisServers.single(), "n1");
        chatNode = node;
        return new Later(node.store());
    }

    private static final class Later extends ForwardingMessageStore {

        private final MessageStore store;

        Later(MessageStore store) {
            super(store);
            this.store = store;
        }

        @Override
        public AppendOutcome append(NewMessage message) {
            return store.appendLater(message).toCompletableFuture().join();
        }
    }

    @AfterEach
    void close() {
        node().close();
    }

    @Override
    protected Instant now() {
        return node().now();
    }

    @Override
    protected void elapse(Duration duration) {
        node().elapse(duration);
    }

    private ChatNode node() {
        return Objects.requireNonNull(chatNode);
    }
}
