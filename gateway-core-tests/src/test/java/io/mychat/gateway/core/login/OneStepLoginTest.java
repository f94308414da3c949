package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.BareModule;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** A login that one place decides instead of three stores. */
class OneStepLoginTest {

    private final ManualTime time = new ManualTime();
    private final TokenStore tokens = Mockito.spy(new InMemoryTokenStore(time));
    private final SessionStore sessions = Mockito.spy(new InMemorySessionStore(time));
    private final MessageStore messages = Mockito.spy(new InMemoryMessageStore(time));
    private final List<LoginClaim> claims = new CopyOnWriteArrayList<>();
    private volatile Runnable behind = () -> {};
    private TestGateway gateway = started(builder -> builder);

    private TestGateway started(UnaryOperator<GatewayBuilder> more) {
        return TestGateway.start(builder -> more.apply(builder.module(new Stores())));
    }

    private void start(UnaryOperator<GatewayBuilder> more) {
        gateway.close();
        gateway = started(more);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Offers the stores, and what answers for them. */
    private final class Stores implements BareModule {

        @Override
        public String name() {
            return "stores";
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return this::offer;
        }

        private void offer(ModuleServices services) {
            services.offer(TokenStore.class, tokens);
            services.offer(SessionStore.class, sessions);
            services.offer(MessageStore.class, messages);
            services.offer(LoginStore.class, new OneStep());
        }
    }

    private final class OneStep implements LoginStore {

        @Override
        public boolean combines(TokenStore ofTokens, SessionStore ofSessions, MessageStore ofMessages) {
            return ofTokens == tokens && ofSessions == sessions && ofMessages == messages;
        }

        @Override
        public LoginAnswer login(LoginClaim claim) {
            claims.add(claim);
            if (claim.tokens().stream().anyMatch(tokens::isRevoked)) {
                return new LoginAnswer.Revoked();
            }
            if (!(sessions.login(claim.candidate(), claim.rule()) instanceof LoginOutcome.Admitted seat)) {
                return new LoginAnswer.NoFreeSeat();
            }
            InboxPage inbox = claim.position()
                    .map(from -> messages.resumeInbox(claim.candidate().userId(), from.epoch(), from.seq()))
                    .orElseGet(() -> messages.readInbox(claim.candidate().userId(), 0, 0));
            behind.run();
            return new LoginAnswer.Admitted(seat, inbox);
        }
    }

    @Test
    void aLoginWithATokenAsksOnce() {
        String token = token("bob");

        assertThat(gateway.connect().client().verify(token).code()).isEqualTo(200);

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).tokens()).hasSize(1);
        assertThat(gateway.sessionsOf("bob")).hasSize(1);
    }

    @Test
    void anEntryThatComesBeforeTheConnectionIsBoundIsDelivered() {
        behind = () -> messages.append(new NewMessage("m1", "alice", "bob", "m1", null, "another session", time.now()));
        Guest bob = gateway.connect();

        TestMessage login = bob.client().login("bob", PASSWORD, "web", "w");

        assertThat(login.data().at("/resume/latest_seq").intValue()).isZero();
        assertThat(bob.client().next(2003).data().path("inbox_seq").intValue()).isEqualTo(1);
        behind = () -> {};
        messages.append(new NewMessage("m2", "alice", "bob", "m2", null, "another session", time.now()));
        assertThat(bob.client().next(2003).data().path("inbox_seq").intValue()).isEqualTo(2);
        assertThat(bob.client().takeAll()).isEmpty();
    }

    @Test
    void aRevokedTokenIsRefusedAsEver() {
        start(builder -> builder.setting("auth.max_failed_attempts", 2));
        String token = token("bob");
        tokens.revokeUser("bob");
        Guest guest = gateway.connect();

        TestMessage refused = guest.client().verify(token);

        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("token_revoked");
        verify(sessions, never()).login(any(), any());
        guest.client().verify(token);
        assertThat(guest.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void aTokenForAnotherDeviceIsRefusedAsEver() {
        String token = token("bob");

        TestMessage refused = gateway.connect()
                .request(1002, "{\"token\":\"" + token + "\",\"platform\":\"ios\",\"device_id\":\"other\"}");
        assertThat(refused.text("error")).isEqualTo("token_mismatch");
        tokens.revokeUser("bob");
        TestMessage revoked = gateway.connect()
                .request(1002, "{\"token\":\"" + token + "\",\"platform\":\"ios\",\"device_id\":\"other\"}");
        assertThat(revoked.text("error")).isEqualTo("token_revoked");
        assertThat(claims).isEmpty();
    }

    @Test
    void aPasswordLoginAsksForTheSeatAndTheInboxAtOnce() {

        gateway.login("bob", "web", "w");

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).tokens()).isEmpty();
    }

    @Test
    void aLoginThatFailsLeavesTheConnectionUnbound() {
        String token = token("bob");
        behind = () -> {
            throw new StoreUnavailableException("the answer is lost");
        };
        Guest bob = gateway.connect();
        assertThat(bob.client().verify(token).code()).isEqualTo(503);
        behind = () -> {};

        assertThat(bob.client().verify(token).code()).isEqualTo(200);
        messages.append(new NewMessage("m1", "alice", "bob", "m1", null, "another session", time.now()));
        assertThat(bob.client().next(2003).data().path("inbox_seq").intValue()).isEqualTo(1);
    }

    @Test
    void hooksAreAskedAboutTokensThatAreCheckedBefore() {
        List<String> asked = new CopyOnWriteArrayList<>();
        GatewayPlugin plugin = new GatewayPlugin() {
            @Override
            public String name() {
                return "hooked";
            }

            @Override
            public void start(io.mychat.gateway.spi.PluginContext context) {
                context.hooks().login(HookOptions.closed(), attempt -> {
                    asked.add(attempt.user().userId());
                    return new LoginHook.Allow();
                });
            }
        };
        start(builder -> builder.plugin(plugin));
        String token = token("bob");
        asked.clear();
        assertThat(gateway.connect().client().verify(token).code()).isEqualTo(200);
        tokens.revokeUser("bob");

        assertThat(gateway.connect().client().verify(token).code()).isEqualTo(401);

        assertThat(asked).containsExactly("bob");
        assertThat(claims).allSatisfy(claim -> assertThat(claim.tokens()).isEmpty());
    }

    @Test
    void aStoreOfTheHostIsAskedItself() {
        SessionStore own = Mockito.spy(new InMemorySessionStore(time));
        start(builder -> builder.sessionStore(own));

        gateway.login("bob", "web", "w");

        assertThat(claims).isEmpty();
        verify(own).login(any(), any());
    }

    @Test
    void aConnectionThatClosesMeanwhileGivesItsSeatBack() {
        String token = token("bob");
        Guest bob = gateway.connect();
        behind = () -> bob.connection().vanish();

        bob.client().send(1002, "{\"token\":\"" + token + "\"}");

        await().untilAsserted(() -> assertThat(gateway.sessionsOf("bob")).isEmpty());
    }

    private String token(String user) {
        return ApiContract.json(gateway.http.post(
                        "/api/auth/login",
                        Map.of(),
                        "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD
                                + "\",\"platform\":\"web\",\"device_id\":\"w\"}"))
                .path("token")
                .textValue();
    }
}
