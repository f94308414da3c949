package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The conversation of docs/first-handler.md. */
class FirstGatewayTest {

    @Test
    void itGreetsWhoIsLoggedIn() throws Exception {
        try (GatewayServer gateway = FirstGateway.start(0, 0);
                TestClient alice = TestClient.connect(URI.create(
                        "ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"))) {
            assertThat(alice.login("alice", "secret", "web", "").code()).isEqualTo(200);
            assertThat(alice.request(5001, "{\"name\":\"world\"}").text("text")).isEqualTo("Hello world, says alice");

            TestMessage refusal = alice.request(5001, "{}");

            assertThat(refusal.code()).isEqualTo(400);
            assertThat(refusal.error()).isEqualTo("bad_payload");
        }
    }
}
