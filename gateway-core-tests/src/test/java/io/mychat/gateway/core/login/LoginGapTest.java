package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;

/** What happens to a user between the steps of a login. */
class LoginGapTest {

    private final ManualTime time = new ManualTime();
    private final MessageStore messages = Mockito.spy(new InMemoryMessageStore(time));
    private final TokenStore tokens = Mockito.spy(new InMemoryTokenStore(time));
    private final TestGateway gateway =
            TestGateway.start(builder -> builder.messageStore(messages).tokenStore(tokens));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aLoginThatMissedNothingReadsItsInboxOnce() {
        Guest bob = gateway.login("bob", "web", "w");
        // In the next turn the feed has begun, behind the reply to the login.
        bob.request(3001, "{}");
        append("m1");
        // Whatever the feed was told before, it has done by then; and an entry that it had to read for would count too.
        bob.client().next(2003);

        Mockito.verify(messages, Mockito.times(1)).readInbox(eq("bob"), anyLong(), anyInt());
    }

    @Test
    void aMessageThatComesAfterTheLookAtTheInboxIsDelivered() {
        Mockito.doAnswer(look -> {
                    Object bounds = look.callRealMethod();
                    append("m1");
                    return bounds;
                })
                .doCallRealMethod()
                .when(messages)
                .readInbox(eq("bob"), anyLong(), anyInt());

        Guest bob = gateway.connect();
        TestMessage login = bob.client().login("bob", PASSWORD, "web", "w");

        assertThat(login.data().at("/resume/latest_seq").intValue()).isZero();
        assertThat(bob.client().next(2003).data().path("inbox_seq").intValue()).isEqualTo(1);
        append("m2");
        assertThat(bob.client().next(2003).data().path("inbox_seq").intValue()).isEqualTo(2);
        assertThat(bob.client().takeAll()).isEmpty();
    }

    @Test
    void aTokenThatIsRevokedWhileItTakesItsSeatEndsTheSession() {
        String token = tokenOfALogin();
        AtomicInteger looks = new AtomicInteger();
        Mockito.doAnswer(look -> looks.incrementAndGet() > 1).when(tokens).isRevoked(any());

        Guest again = gateway.connect();

        assertThat(again.client().verify(token).code()).isEqualTo(200);
        assertThat(again.client().closeCode()).isEqualTo(4401);
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("bob")).isEmpty());
    }

    @Test
    void aSessionWhoseTokenCannotBeLookedAtASecondTimeHasToComeAgain() {
        String token = tokenOfALogin();
        AtomicInteger looks = new AtomicInteger();
        Answer<Boolean> onlyOnce = look -> {
            if (looks.incrementAndGet() > 1) {
                throw new StoreUnavailableException("away");
            }
            return false;
        };
        Mockito.doAnswer(onlyOnce).when(tokens).isRevoked(any());

        Guest again = gateway.connect();

        assertThat(again.client().verify(token).code()).isEqualTo(200);
        // It is asked again in the background for some minutes.
        await().until(() -> {
            gateway.advance(Duration.ofSeconds(10));
            return !again.connection().isOpen();
        });
        assertThat(again.client().closeCode()).isEqualTo(1013);
    }

    @Test
    void anothersRefreshTokenAtALogoutIs403AndChangesNothing() {
        JsonNode root = logInByHttp("root");
        JsonNode alice = logInByHttp("alice");
        Guest live = gateway.connect();
        assertThat(live.client().verify(alice.path("token").textValue()).code()).isEqualTo(200);
        Guest own = gateway.connect();
        assertThat(own.client().verify(root.path("token").textValue()).code()).isEqualTo(200);
        Map<String, String> bearer =
                Map.of("Authorization", "Bearer " + root.path("token").textValue());
        String refresh = "{\"refresh_token\":\"" + alice.path("refresh_token").textValue() + "\"}";

        HttpResponse logout = gateway.http.post("/api/auth/logout", bearer, refresh);

        assertThat(logout.status()).isEqualTo(403);
        assertThat(ApiContract.json(logout).path("error").textValue()).isEqualTo("token_mismatch");
        assertThat(gateway.http.get("/api/auth/verify", bearer).status()).isEqualTo(200);
        assertThat(gateway.http.post("/api/auth/refresh", Map.of(), refresh).status())
                .isEqualTo(200);
        // Also a dead one of another's.
        assertThat(gateway.http.post("/api/auth/logout", bearer, refresh).status())
                .isEqualTo(403);
        assertThat(live.connection().isOpen()).isTrue();
        assertThat(own.connection().isOpen()).isTrue();
    }

    @Test
    void aUserRevokedDuringAPasswordLoginLosesTheSession() {
        Mockito.doAnswer(look -> {
                    Object bounds = look.callRealMethod();
                    tokens.revokeUser("bob");
                    return bounds;
                })
                .doCallRealMethod()
                .when(messages)
                .readInbox(eq("bob"), anyLong(), anyInt());

        Guest bob = gateway.connect();

        assertThat(bob.client().login("bob", PASSWORD, "web", "w").code()).isEqualTo(200);
        assertThat(bob.client().closeCode()).isEqualTo(4401);
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("bob")).isEmpty());
    }

    @Test
    void aLoginDuringARevocationLeavesNoRefreshToken() {
        whileTokensAreIssued(() -> tokens.revokeUser("bob"));
        TestMessage refused = gateway.connect().client().login("bob", PASSWORD, "web", "w");
        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.error()).isEqualTo("token_revoked");
        assertThat(gateway.sessionsOf("bob")).isEmpty();

        whileTokensAreIssued(() -> tokens.revokeUser("bob"));
        JsonNode overHttp = logInByHttp("bob");
        assertThat(overHttp.path("error").textValue()).isEqualTo("token_revoked");

        assertThat(tokens.revokeDevice("bob", new DeviceKey("web", "w")))
                .as("logins that can be continued")
                .isEmpty();
        assertThat(gateway.connect().client().login("bob", PASSWORD, "web", "w").code())
                .isEqualTo(200);
    }

    private void whileTokensAreIssued(Runnable happens) {
        Mockito.doAnswer(look -> {
                    Object generation = look.callRealMethod();
                    happens.run();
                    return generation;
                })
                .doCallRealMethod()
                .when(tokens)
                .generation("bob");
    }

    /** Of a login that has been looked at a second time. */
    private String tokenOfALogin() {
        String token =
                gateway.connect().client().login("bob", PASSWORD, "web", "w").text("token");
        await().untilAsserted(() -> Mockito.verify(tokens).isRevoked(any()));
        return token;
    }

    private JsonNode logInByHttp(String user) {
        return ApiContract.json(gateway.http.post(
                "/api/auth/login",
                Map.of(),
                "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\",\"platform\":\"web\"}"));
    }

    private void append(String messageId) {
        messages.append(new NewMessage(messageId, "alice", "bob", "hi", null, "", time.now()));
    }
}
