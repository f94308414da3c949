package io.mychat.gateway.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.auth.FakeAccounts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

/** A gateway whose accounts a test changes. */
abstract class AccountChangeFixture {

    static final int FOR_ADMINS = 5001;
    static final String OLD = "old";
    static final String NEW = "new";

    final FakeAccounts accounts = new FakeAccounts();
    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final TokenStore tokens =
            Mockito.mock(TokenStore.class, AdditionalAnswers.delegatesTo(new InMemoryTokenStore(new ManualTime())));
    final TestGateway gateway = TestGateway.start(builder -> builder.users(accounts)
            .credentials(accounts)
            .tokenStore(tokens)
            .setting("security.failed_logins_per_minute.user_and_address", 0)
            .setting("security.failed_logins_per_minute.address", 0)
            .setting("security.failed_logins_per_minute.user", 0)
            .setting("security.failed_logins_per_minute.credentials", 0)
            .listener(events::add)
            .handler(HandlerDefinition.blocking("secret", (message, context) -> Reply.ok())
                    .command(FOR_ADMINS)
                    .role("admin")
                    .build()));

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** A client that has logged in, and its tokens. */
    record Person(Guest guest, String access, String refresh) {}

    Person login(String user, String password, String platform, String device) {
        Guest guest = gateway.connect();
        TestMessage reply = guest.client().login(user, password, platform, device);
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        return new Person(guest, reply.text("token"), reply.text("refresh_token"));
    }

    int stats(Person person) {
        return gateway.http
                .get("/api/connections/stats", Map.of("Authorization", "Bearer " + person.access()))
                .status();
    }

    HttpResponse verify(Person person) {
        return gateway.http.get("/api/auth/verify", Map.of("Authorization", "Bearer " + person.access()));
    }

    HttpResponse refresh(Person person) {
        return gateway.http.post("/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + person.refresh() + "\"}");
    }

    void assertNothingIsAccepted(Person person) {
        assertThat(verify(person).status()).isEqualTo(401);
        assertThat(ApiContract.json(verify(person)).path("error").textValue()).isEqualTo("token_revoked");
        assertThat(gateway.connect().client().verify(person.access()).error()).isEqualTo("token_revoked");
        assertThat(refresh(person).status()).isEqualTo(401);
    }

    static void assertClosed(Person person) {
        assertThat(person.guest().client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(person.guest().client().closeCode()).isEqualTo(4401);
    }

    /** The connection may be closed before the login is answered. */
    static int logInOrLose(Guest guest, String device) {
        try {
            return guest.client().login("alice", OLD, "ios", device).code();
        } catch (AssertionError closed) {
            assertThat(guest.client().closeCode()).isEqualTo(4401);
            return 4401;
        }
    }

    /** The look behind the answer may come before the new roles, and finds a token with the old ones. */
    static void goesOnWithoutTheRoleOrIsAskedToLogInAgain(Guest alice) {
        try {
            assertThat(alice.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
        } catch (AssertionError refused) {
            if (alice.connection().isOpen()) {
                throw refused;
            }
            assertThat(alice.client().closeCode()).isEqualTo(4401);
        }
    }

    static void showOrLose(Guest guest, String token) {
        try {
            assertThat(guest.client().verify(token).code()).isIn(200, 401);
        } catch (AssertionError refused) {
            // Closed by the other one, which has the same device, or by the reload.
            try {
                assertThat(guest.client().closeCode()).isIn(4401, 4411);
            } catch (AssertionError open) {
                open.addSuppressed(refused);
                throw open;
            }
        }
    }
}
