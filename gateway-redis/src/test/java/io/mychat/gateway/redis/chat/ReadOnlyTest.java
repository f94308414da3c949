package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A Redis that takes no writes is read: what a reading tidies up can wait. */
class ReadOnlyTest {

    @Test
    void chatsAndInboxesOfAReplicaAreRead() {
        try (RedisProcess server = RedisProcess.start();
                ChatNode chatNode = ChatNode.of(RedisServers.of(server), "n1");
                Jedis jedis = server.connect()) {
            chatNode.store().append(ChatNode.message("alice", "bob", "over", null));
            chatNode.elapse(Duration.ofDays(20));
            chatNode.store().append(ChatNode.message("alice", "bob", "kept", null));
            // The first is beyond retention now, and the counters' lives are to be prolonged.
            chatNode.elapse(Duration.ofDays(15));
            jedis.keys("*").forEach(key -> jedis.pexpire(key, 3_600_000));
            jedis.replicaof("127.0.0.1", 1);

            assertThat(chatNode.store().readInbox("bob", 0, 10).entries())
                    .extracting(InboxEntry::inboxSeq)
                    .containsExactly(2L);
            assertThat(chatNode.store().resumeInbox("bob", "another", 1).latestSeq())
                    .isEqualTo(2);
            assertThat(chatNode.store()
                            .history(ChatId.between("alice", "bob"), 10, Optional.empty())
                            .orElseThrow()
                            .messages())
                    .hasSize(1);
            assertThatThrownBy(() -> chatNode.store().append(ChatNode.message("alice", "bob", "refused", null)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("READONLY");
        }
    }
}
