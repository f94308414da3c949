package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a program brings itself, with all modules on its class path. */
class OwnPartsTest {

    private static final String PASSWORD = "correct horse battery staple";

    @Test
    void theReadmesProgramLeavesNoPasswordThreadBehind() throws Exception {
        Set<Thread> others = passwordThreads();
        GatewayServer gateway = EmbeddedGateway.start(
                0, 0, new PasswordHasher().hash(PASSWORD), "a secret of this test, and long enough");
        try (TestClient alice = TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"))) {
            assertThat(alice.login("alice", PASSWORD, "web", "").code()).isEqualTo(200);
            assertThat(passwordThreads()).isNotEqualTo(others);
        } finally {
            gateway.stop();
        }

        // Far less than an idle thread waits for work.
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(others).containsAll(passwordThreads()));
    }

    @Test
    void tokensOfOnesOwnNeedNoSecret() throws Exception {
        GatewayBuilder builder =
                GatewayServer.builder().websocketPort(0).httpPort(0).tokens(new NoTokens());

        try (GatewayServer gateway = builder.build()) {
            gateway.start();

            assertThat(gateway.isRunning()).isTrue();
        }
    }

    @Test
    void aSecretThatNobodyNeedsIsWarnedOf() {
        List<ConfigFault> warnings = GatewayServer.builder()
                .websocketPort(0)
                .httpPort(0)
                .tokens(new NoTokens())
                .setting("auth.jwt_secret", "short")
                .check();

        assertThat(warnings).extracting(ConfigFault::path).contains("$.auth.jwt_secret");
        assertThat(warnings.toString()).doesNotContain("short");
    }

    private static Set<Thread> passwordThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gateway-password"))
                .collect(Collectors.toSet());
    }

    /** Signs nothing. */
    private static final class NoTokens implements TokenService {

        @Override
        public AccessToken issue(TokenRequest request) {
            throw new UnsupportedOperationException("nobody logs in here");
        }

        @Override
        public TokenVerdict verify(String token) {
            return new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED);
        }

        @Override
        public Duration lifetime() {
            return Duration.ofDays(1);
        }
    }
}
