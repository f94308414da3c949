package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's program, run as it stands there. */
class EmbeddedGatewayTest {

    private static final String PASSWORD = "correct horse battery staple";

    private static GatewayServer gateway;

    @BeforeAll
    static void start() throws Exception {
        String hash = new PasswordHasher().hash(PASSWORD);
        gateway = EmbeddedGateway.start(0, 0, hash, "a secret of this test, and long enough");
    }

    @AfterAll
    static void stop() {
        gateway.stop();
    }

    @Test
    void aliceLogsInAndAsksForHerOrder() {
        try (TestClient alice = connect()) {
            assertThat(alice.login("alice", PASSWORD, "web", "").code()).isEqualTo(200);

            TestMessage reply = alice.request(5001, "{\"order\":\"A-1\"}");

            assertThat(reply.code()).isEqualTo(200);
            assertThat(reply.text("status")).isEqualTo("on its way");
        }
    }

    @Test
    void anOrderThatIsNotNamedIsABadRequest() {
        try (TestClient alice = connect()) {
            assertThat(alice.login("alice", PASSWORD, "android", "phone").code())
                    .isEqualTo(200);

            TestMessage reply = alice.request(5001, "{}");

            assertThat(reply.code()).isEqualTo(400);
            assertThat(reply.error()).isEqualTo("order_missing");
        }
    }

    @Test
    void nobodyAsksForOrdersWithoutALogin() {
        try (TestClient stranger = connect()) {
            assertThat(stranger.request(5001, "{\"order\":\"A-1\"}").code()).isEqualTo(401);
        }
    }

    @Test
    void theHostReachesWhoIsLoggedIn() {
        try (TestClient alice = connect()) {
            assertThat(alice.login("alice", PASSWORD, "ios", "tablet").code()).isEqualTo(200);

            assertThat(gateway.pushMessageToDevice("alice", "tablet", "ios", "{\"hello\":\"from the host\"}"))
                    .isTrue();

            assertThat(alice.next(4001).text("hello")).isEqualTo("from the host");
        }
    }

    private static TestClient connect() {
        return TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"));
    }
}
