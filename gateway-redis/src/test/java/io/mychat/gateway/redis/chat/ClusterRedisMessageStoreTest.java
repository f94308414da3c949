package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class ClusterRedisMessageStoreTest extends MessageStoreContract {

    private @Nullable Node node;

    @Override
    protected MessageStore newStore() {
        node = Node.of(RedisServers.cluster(), "n1");
        return node.store();
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

    private Node node() {
        if (node == null) {
            throw new IllegalStateException("no store yet");
        }
        return node;
    }
}
