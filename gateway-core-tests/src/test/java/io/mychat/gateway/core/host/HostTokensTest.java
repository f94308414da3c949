package io.mychat.gateway.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that authenticates its users by itself issues, checks and revokes their tokens. */
class HostTokensTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final DeviceKey PHONE = new DeviceKey("ios", "phone");

    private final TestCluster cluster = new TestCluster(event -> {});
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");
    private final Tokens tokens = one.server.tokens();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void anIssuedTokenLogsInOnEveryNode() {
        IssuedTokens issued = tokens.issue(TestGateway.user("alice"), PHONE).orElseThrow();

        Guest alice = two.connect();
        assertThat(alice.client().verify(issued.access().token()).text("device_id"))
                .isEqualTo("phone");
        assertThat(two.http
                        .post("/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + issued.refreshToken() + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(issued.toString()).doesNotContain(issued.refreshToken());
    }

    @Test
    void aRevokedTokenEndsItsDevicesSessionsEverywhere() {
        String token = tokens.issue(TestGateway.user("alice"), PHONE)
                .orElseThrow()
                .access()
                .token();
        Guest alice = two.connect();
        alice.client().verify(token);
        assertThat(tokens.verify(token)).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(tokens.isRevoked(token)).isFalse();

        assertThat(tokens.revoke(token)).isTrue();

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(tokens.isRevoked(token)).isTrue();
        assertThat(tokens.isRevokedAsync(token)).succeedsWithin(SOON).isEqualTo(true);
        assertThat(two.server.tokens().verifyAsync(token))
                .succeedsWithin(SOON)
                .isEqualTo(new TokenVerdict.Invalid(TokenVerdict.Fault.REVOKED));
        assertThat(tokens.revokeAsync(token)).succeedsWithin(SOON).isEqualTo(true);
    }

    @Test
    void aTokenOfNobodyIsNotRevoked() {
        assertThat(tokens.revoke("nonsense")).isFalse();
        assertThat(tokens.isRevoked("nonsense")).isFalse();
        assertThat(tokens.verify("nonsense")).isEqualTo(new TokenVerdict.Invalid(TokenVerdict.Fault.MALFORMED));
    }

    @Test
    void theDirectoryDecidesWhoGetsATokenWhereThereIsOne() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.users(
                userId -> userId.equals("alice") ? Optional.of(TestGateway.user("alice")) : Optional.empty()))) {
            Tokens known = gateway.server.tokens();

            assertThat(known.issueAsync(TestGateway.user("alice"), PHONE))
                    .succeedsWithin(SOON)
                    .satisfies(issued -> assertThat(issued).isPresent());
            assertThat(known.issue(TestGateway.user("ghost"), PHONE)).isEmpty();
            assertThat(known.issue(new UserInfo("alice", "alice", Set.of("admin")), PHONE))
                    .as("other roles than the directory has")
                    .isEmpty();
        }
    }

    @Test
    void theSystemGetsNoToken() {
        assertThatThrownBy(() -> tokens.issue(TestGateway.user(UserInfo.SYSTEM), PHONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
