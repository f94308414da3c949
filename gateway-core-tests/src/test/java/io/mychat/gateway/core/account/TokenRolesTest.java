package io.mychat.gateway.core.account;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user's roles change while a session lives, and its client shows a token that says so (1002). */
class TokenRolesTest {

    private static final int FOR_ADMINS = 5001;

    private volatile Set<String> roles = Set.of("admin");
    private final TestGateway gateway =
            TestGateway.start(builder -> builder.users(id -> Optional.of(new UserInfo(id, id, roles)))
                    .handler(HandlerDefinition.blocking("secret", (message, context) -> Reply.ok())
                            .command(FOR_ADMINS)
                            .role("admin")
                            .build()));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aSessionLosesTheRolesThatItsNewTokenDoesNotHave() {
        Guest root = gateway.connect();
        TestMessage login = root.client().login("root", PASSWORD, "web", "w");
        assertThat(root.request(FOR_ADMINS, "{}").code()).isEqualTo(200);
        roles = Set.of();

        TestMessage verified = root.client().verify(refreshed(login));

        assertThat(verified.code()).isEqualTo(200);
        assertThat(verified.data().at("/user_info/roles")).isEmpty();
        assertThat(root.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
    }

    @Test
    void aSessionGetsTheRolesThatItsNewTokenHas() {
        Guest alice = gateway.connect();
        TestMessage login = alice.client().login("alice", PASSWORD, "web", "w");
        assertThat(alice.request(FOR_ADMINS, "{}").code()).isEqualTo(403);

        assertThat(alice.client().verify(refreshed(login)).code()).isEqualTo(200);

        assertThat(alice.request(FOR_ADMINS, "{}").code()).isEqualTo(200);
    }

    @Test
    void anOlderTokenGivesNoRolesBack() {
        Guest root = gateway.connect();
        TestMessage login = root.client().login("root", PASSWORD, "web", "w");
        roles = Set.of();
        gateway.advance(Duration.ofSeconds(1));
        root.client().verify(refreshed(login));

        TestMessage verified = root.client().verify(login.text("token"));

        assertThat(verified.code()).isEqualTo(200);
        assertThat(verified.data().at("/user_info/roles")).isEmpty();
        assertThat(root.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
    }

    @Test
    void whereAPlatformAsksForARoleASessionIsNotExtendedWithoutIt() {
        gateway.tokens.life(Duration.ofMinutes(5));
        Guest root = gateway.connect();
        TestMessage login = root.client().login("root", PASSWORD, "admin", "a");
        roles = Set.of();
        gateway.tokens.life(Duration.ofDays(1));

        TestMessage refused = root.client().verify(refreshed(login));

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.error()).isEqualTo("role_required");
        assertThat(root.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
        gateway.advance(Duration.ofMinutes(5));
        assertThat(root.client().closeCode()).isEqualTo(4401);
    }

    private String refreshed(TestMessage login) {
        return ApiContract.json(gateway.http.post(
                        "/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}"))
                .path("token")
                .textValue();
    }
}
