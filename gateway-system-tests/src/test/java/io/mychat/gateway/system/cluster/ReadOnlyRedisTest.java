package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Somebody makes Redis a replica: what reads goes on, what writes is refused, and nothing has to be restarted afterwards. */
class ReadOnlyRedisTest {

    private static final int ROUNDS = 100;

    @Test
    void whatReadsGoesOn() throws Exception {
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            try (LiveGateway gateway =
                            ClusterGateway.start("one", Map.of("redis.host", "127.0.0.1", "redis.port", redis.port()));
                    ClusterFixture clusterFixture = new ClusterFixture(gateway)) {
                jedis.replicaof("127.0.0.1", 1);

                for (int i = 0; i < ROUNDS; i++) {
                    TestMessage refused = clusterFixture.send("refused");
                    assertThat(refused.code()).isEqualTo(503);
                    assertThat(refused.data().has("retry_after_ms")).isTrue();
                    String chat = "{\"chat_id\":\"dm:" + clusterFixture.people().alice() + ":"
                            + clusterFixture.people().bob() + "\"}";
                    assertThat(clusterFixture.live().request(2002, chat).code()).isEqualTo(200);
                }
                TestHttpClient.Answer health = clusterFixture.node().http().get("/api/system/health");
                assertThat(health.text("status")).isEqualTo("degraded");

                jedis.replicaofNoOne();

                await().atMost(Duration.ofSeconds(20))
                        .until(() -> clusterFixture.delivery().equals("delivered"));
            }
        }
    }
}
