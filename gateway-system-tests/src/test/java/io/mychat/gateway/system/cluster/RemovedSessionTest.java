package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** An operator takes sessions out of Redis by hand. */
class RemovedSessionTest {

    private static final String SESSIONS = "user:sessions:{alice}";
    private static final Duration REFRESH = Duration.ofSeconds(3);

    private final RedisProcess redis = RedisProcess.start();
    private final Jedis jedis = redis.connect();
    private LiveGateway gateway;
    private GatewayClients node;

    @BeforeEach
    void start() throws Exception {
        gateway = ClusterGateway.start(
                "one",
                Map.of(
                        "redis.host",
                        "127.0.0.1",
                        "redis.port",
                        redis.port(),
                        "redis.refresh_seconds",
                        REFRESH.toSeconds()));
        node = gateway.clients();
    }

    @AfterEach
    void stop() {
        gateway.close();
        jedis.close();
        redis.close();
    }

    @Test
    void aSensitiveCommandIsUnauthorizedAndClosesAtOnce() {
        TestClient alice = node.login("alice", "web", "w");
        assertThat(jedis.hdel(SESSIONS, "web:w")).isEqualTo(1);

        TestMessage refused = alice.request(ClusterGateway.SENSITIVE, "{}");

        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.error()).isEqualTo("session_ended");
        assertThat(alice.closeCode()).isEqualTo(4401);
        await().until(() -> !jedis.exists(
                "session:user:" + refused.envelope().path("session_id").asText()));
        assertThat(jedis.hexists(SESSIONS, "web:w")).isFalse();
    }

    @Test
    void theSessionEndsAtTheNextComparisonAndIsNotWrittenBack() {
        TestClient alice = node.login("alice", "web", "w");
        TestClient phone = node.login("alice", "ios", "p");
        jedis.hdel(SESSIONS, "web:w");
        assertThat(alice.request(ClusterGateway.NORMAL, "{}").code()).isEqualTo(200);

        assertThat(alice.next(4003).text("reason")).isEqualTo("session_ended");
        assertThat(alice.closeCode()).isEqualTo(4401);

        assertThat(phone.request(ClusterGateway.SENSITIVE, "{}").code()).isEqualTo(200);
        assertThat(jedis.hkeys(SESSIONS)).containsExactly("ios:p");
    }

    @Test
    void aRedisThatHasLostEverythingGetsTheSessionBack() {
        TestClient alice = node.login("alice", "web", "w");
        jedis.flushAll();

        assertThat(alice.request(ClusterGateway.SENSITIVE, "{}").code()).isIn(200, 503);
        await().until(() -> alice.request(ClusterGateway.SENSITIVE, "{}").code() == 200);
        assertThat(jedis.hkeys(SESSIONS)).containsExactly("web:w");
    }
}
