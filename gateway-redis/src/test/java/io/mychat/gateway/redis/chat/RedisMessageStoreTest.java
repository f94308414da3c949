package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.chat.MessageStoreContract;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RedisMessageStoreTest extends MessageStoreContract {

    @Parameter
    private RedisServers.Kind servers = RedisServers.Kind.SINGLE;

    private @Nullable ChatNode chatNode;

    @Override
    protected MessageStore newStore() {
        chatNode = ChatNode.of(servers.settings(), "n1");
        return chatNode.store();
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
        if (chatNode == null) {
            throw new IllegalStateException("no store yet");
        }
        return chatNode;
    }
}
