package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** How long Redis remembers what a gateway revokes whose configuration has changed. */
class RevocationLifeTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    @Test
    void tokensThatLiveLongerSinceAReloadAreRevokedForAsLong() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            Path file = write(redis, Duration.ofMinutes(1));
            try (LiveGateway gateway =
                    LiveGateway.start(builder -> builder.config(file).setting("server.watch_config", false))) {
                write(redis, DAY);
                assertThat(gateway.server().reload(ConfigFile.GATEWAY, "test").toString())
                        .contains("token_expire_seconds");
                TestClient alice = gateway.login("alice", "web", "w");
                assertThat(alice.request(1003, "{}").code()).isEqualTo(200);
            }
            assertRemembered(jedis);
        }
    }

    @Test
    void aShorterTokenLifeStillRevokesEarlierTokens() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            Path file = write(redis, DAY);
            String token;
            try (LiveGateway gateway = LiveGateway.start(builder -> builder.config(file))) {
                TestClient alice = TestClient.connect(gateway.webSocketUri());
                token = alice.login("alice", LiveGateway.PASSWORD, "web", "w").text("token");
            }
            write(redis, Duration.ofMinutes(1));
            try (LiveGateway gateway = LiveGateway.start(builder -> builder.config(file))) {
                TestClient alice = TestClient.connect(gateway.webSocketUri());
                assertThat(alice.verify(token).code()).isEqualTo(200);
                assertThat(alice.request(1003, "{}").code()).isEqualTo(200);
            }
            assertRemembered(jedis);
        }
    }

    private static void assertRemembered(Jedis jedis) {
        Set<String> revoked = jedis.keys("token:family_revoked:*");
        assertThat(revoked).hasSize(1);
        assertThat(Duration.ofMillis(jedis.pttl(revoked.iterator().next()))).isGreaterThan(DAY.minusMinutes(1));
    }

    private Path write(RedisProcess redis, Duration life) throws IOException {
        return Files.writeString(
                directory.resolve("gateway_config.json"),
                "{\"redis\":{\"host\":\"127.0.0.1\",\"port\":" + redis.port() + "},"
                        + "\"auth\":{\"max_token_seconds\":" + DAY.toSeconds() + ",\"token_expire_seconds\":"
                        + life.toSeconds() + "}}");
    }
}
