package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.DocumentedRights;
import io.mychat.gateway.redis.testing.FakeServer;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways on a Redis that speaks TLS and gives them the documented rights only, and on what cannot be used. */
class SecuredRedisTest {

    private static final String PREFIX = "mychat:";

    @TempDir
    private Path directory;

    @Test
    void twoGatewaysWorkOverTlsWithTheDocumentedRights() throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        try (RedisProcess redis = RedisProcess.startTls(certificates)) {
            Map<String, Object> settings = settings(redis, certificates.authority());
            try (LiveGateway one = ClusterGateway.start("one", settings);
                    LiveGateway two = ClusterGateway.start("two", settings)) {
                aRound(one.clients(), two.clients());
                for (LiveGateway gateway : List.of(one, two)) {
                    await().untilAsserted(() -> assertThat(health(gateway)).isEqualTo("healthy"));
                }
            }
        }
    }

    private static void aRound(GatewayClients one, GatewayClients two) {
        TestClient alice = one.login("alice", "web", "a");
        TestClient bob = two.login("bob", "web", "b");
        assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"over TLS\"}")
                        .code())
                .isEqualTo(200);
        assertThat(bob.next(2003).text("content")).isEqualTo("over TLS");
        assertThat(bob.request(2002, "{\"chat_id\":\"dm:alice:bob\"}").code()).isEqualTo(200);
        assertThat(bob.request(ClusterGateway.SENSITIVE, "{}").code()).isEqualTo(200);

        TestClient next = two.login("alice", "web", "elsewhere");
        assertThat(alice.closeCode()).as("told by the bus").isEqualTo(4410);

        TestHttpClient.Answer login = one.httpLogin("carol", "c");
        String refresh = "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}";
        assertThat(two.http().post("/api/auth/refresh", refresh).status()).isEqualTo(200);
        String admin = one.httpLogin("root", "r").text("token");
        assertThat(one.http().withToken(admin).get("/api/connections/online").status())
                .isEqualTo(200);
        assertThat(one.http()
                        .withToken(admin)
                        .post("/api/connections/kick", "{\"user_id\":\"alice\"}")
                        .status())
                .isEqualTo(200);
        assertThat(next.closeCode()).isEqualTo(4410);
        bob.close();
    }

    @Test
    void anUntrustedCertificateLeavesTheGatewayDegraded() throws Exception {
        TestCertificates stranger = TestCertificates.forLoopback(directory.resolve("stranger"));
        try (RedisProcess redis = RedisProcess.startTls(TestCertificates.forLoopback(directory))) {
            try (LiveGateway gateway = ClusterGateway.start("one", settings(redis, stranger.authority()))) {
                try (TestClient client = gateway.connect()) {
                    assertThat(client.login("alice", ClusterGateway.PASSWORD, "web", "a")
                                    .code())
                            .isEqualTo(503);
                }
                await().untilAsserted(() -> assertThat(health(gateway)).isEqualTo("degraded"));
            }
        }
    }

    @Test
    void theGatewayDoesNotStartOnARedisThatIsTooOld() {
        try (FakeServer redis = FakeServer.redis("6.0.16")) {
            Map<String, Object> settings = Map.of("redis.host", "127.0.0.1", "redis.port", redis.port());

            assertThatThrownBy(() -> ClusterGateway.start("one", settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Redis 6.0 is too old: the gateway needs 6.2 or newer");
        }
    }

    private static Map<String, Object> settings(RedisProcess redis, Path authority) {
        RedisSettings.Login login = DocumentedRights.only(
                        RedisSettings.single("127.0.0.1", redis.port()).withKeyPrefix(PREFIX), List.of(redis))
                .access()
                .login();
        Map<String, Object> settings = new HashMap<>();
        settings.put("redis.host", "127.0.0.1");
        settings.put("redis.port", redis.port());
        settings.put("redis.username", login.username().orElseThrow());
        settings.put("redis.password", login.password().orElseThrow());
        settings.put("redis.tls", true);
        settings.put("redis.tls_ca_file", authority.toString());
        settings.put("redis.key_prefix", PREFIX);
        settings.put("redis.deadline_ms", 1000);
        return settings;
    }

    private static String health(LiveGateway gateway) {
        return gateway.http().get("/api/system/health").text("status");
    }
}
