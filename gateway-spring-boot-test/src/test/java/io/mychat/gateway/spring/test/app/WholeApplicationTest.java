package io.mychat.gateway.spring.test.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spring.test.AutoConfigureGatewayClient;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

/** Clients of an application in its container, with its own users and services. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "server.servlet.context-path=/shop", "mychat.boot.path=/chat"})
@AutoConfigureGatewayClient
class WholeApplicationTest {

    private static final String PASSWORD = "of the directory";

    @Test
    void clientsReachTheApplication(@Client(value = "alice", password = PASSWORD) TestClient alice) {
        assertThat(alice.request(5001, "{}").expect(200).text("state")).isEqualTo("from the store");
    }

    @Test
    void theGatewayIsThere(LiveGateway gateway, @Client TestClient stranger) {
        assertThat(gateway.webSocketUri().toString()).endsWith("/shop/chat/ws");
        assertThat(stranger.login("alice", LiveGateway.PASSWORD, "web", "").code())
                .isEqualTo(401);
    }
}
