package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Address;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.settings.RedisSettings.Servers;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

@Tag("proof")
class SentinelTest {

    @Test
    void whenTheMasterDiesTheNextOneIsUsed() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + master.port())) {
            Awaitility.await().until(() -> info(replica).contains("master_link_status:up"));
            try (RedisProcess sentinel = RedisProcess.startSentinel(master.port(), "main");
                    Redis redis = Redis.of(
                            RedisSettings.of(new Servers(
                                    Mode.SENTINEL, List.of(new Address("127.0.0.1", sentinel.port())), "main", 0, "")),
                            new RealTime())) {
                redis.call(RedisCommand.write("SET", "key", "before"));
                Awaitility.await().until(() -> info(replica).contains("master_link_status:up"));
                // The sentinel learns of replicas from the master, every ten seconds.
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> replicas(sentinel) == 1);

                master.kill();

                Awaitility.await()
                        .atMost(Duration.ofSeconds(40))
                        .ignoreExceptions()
                        .until(() -> "OK".equals(redis.call(RedisCommand.write("SET", "key", "after"))));
                assertThat(redis.call(RedisCommand.read("GET", "key"))).isEqualTo("after");
                assertThat(info(replica)).contains("role:master");
            }
        }
    }

    private static int replicas(RedisProcess sentinel) {
        try (Jedis jedis = sentinel.connect()) {
            return jedis.sentinelReplicas("main").size();
        }
    }

    private static String info(RedisProcess server) {
        try (Jedis jedis = server.connect()) {
            return jedis.info("replication");
        }
    }
}
