package io.mychat.gateway.example.integrations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two gateways on one Redis are one cluster. */
class TwoNodesTest {

    private static final String SECRET = "a secret of this test, and long enough";

    @Test
    void peopleOnTwoNodesTalkAndASecondLoginEndsTheFirst() throws Exception {
        String hash = new PasswordHasher().hash("secret");
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", hash, Set.of())
                .add("bob", "bob", hash, Set.of())
                .build();
        try (RedisProcess redis = RedisProcess.start();
                GatewayServer first = TwoNodes.start("n1", 0, 0, redis.port(), accounts, SECRET);
                GatewayServer second = TwoNodes.start("n2", 0, 0, redis.port(), accounts, SECRET);
                TestClient alice = connect(first);
                TestClient bob = connect(second);
                TestClient again = connect(second)) {
            assertThat(alice.login("alice", "secret", "web", "").code()).isEqualTo(200);
            assertThat(bob.login("bob", "secret", "web", "").code()).isEqualTo(200);

            assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
            assertThat(bob.next(2003).text("content")).isEqualTo("hi");

            assertThat(again.login("alice", "secret", "web", "").code()).isEqualTo(200);
            assertThat(alice.closeCode()).isEqualTo(4410);
        }
    }

    private static TestClient connect(GatewayServer gateway) {
        return TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"));
    }
}
