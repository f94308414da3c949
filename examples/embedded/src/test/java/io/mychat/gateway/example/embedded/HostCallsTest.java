package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lines of docs/embedding.md, run as they stand there. */
class HostCallsTest {

    private static GatewayServer gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = HostCalls.handlers(GatewayServer.builder()
                        .host("127.0.0.1")
                        .websocketPort(0)
                        .httpPort(0)
                        .setting("auth.jwt_secret", "a secret of this test, and long enough")
                        .credentials((username, password) ->
                                new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()))))
                .build();
        gateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.stop();
    }

    @Test
    void theHandlersAnswer() {
        try (TestClient alice = login("web")) {
            assertThat(alice.request(5002, "{\"order_id\":\"o-1\",\"quantity\":2}")
                            .data()
                            .toString())
                    .isEqualTo("{\"order_id\":\"o-1\",\"buyer\":\"alice\"}");
            assertThat(alice.request(5002, "{\"order_id\":\"o-1\",\"quantity\":0}")
                            .error())
                    .isEqualTo("bad_quantity");
            assertThat(alice.request(5002, "{\"order_id\":\"o-1\"}").error()).isEqualTo("bad_payload");
            assertThat(alice.request(5003, "{}").data().path("open").booleanValue())
                    .isTrue();
        }
    }

    @Test
    void theCallsReachTheirUsers() {
        try (TestClient alice = login("ios")) {
            assertThat(HostCalls.calls(gateway)).isInstanceOf(SendOutcome.Sent.class);

            assertThat(alice.next(2003).text("from_user")).isEqualTo("system");
            assertThat(alice.next(4001).data().path("badge").intValue()).isEqualTo(3);
        }
    }

    @Test
    void aMessageOfTheHostIsHandledForItsSession() {
        try (TestClient alice = login("web")) {
            String text = "{\"cmd_id\":5002,\"data\":{\"order_id\":\"o-1\",\"quantity\":1},"
                    + "\"timestamp\":\"2025-01-08T10:30:00Z\"}";

            assertThat(HostCalls.process(gateway, text))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(reply -> assertThat(reply.data()).contains("\"buyer\":\"alice\""));
            assertThat(alice.takeAll()).isEmpty();
        }
    }

    private static TestClient login(String platform) {
        TestClient client = TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"));
        assertThat(client.login("alice", "secret", platform, "d").code()).isEqualTo(200);
        return client;
    }
}
