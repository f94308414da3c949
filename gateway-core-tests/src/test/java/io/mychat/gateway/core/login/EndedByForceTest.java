package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static io.mychat.gateway.core.testing.TestGateway.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

/** Logouts, dropped devices and used refresh tokens, while the store of the sessions fails for a moment. */
class EndedByForceTest {

    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    /** Apart: whoever is closed gives the seat back on another thread, at any time. */
    private final AtomicInteger removeFailures = new AtomicInteger();

    private final TestGateway gateway = TestGateway.start(builder -> builder.sessionStore(new Failing()));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theOwnDeviceIsDroppedAlsoWhenTheStoreFails() {
        Guest alice = gateway.login("alice", "web", "w");
        removeFailures.set(1);

        assertThat(alice.request(1005, "{\"platform\":\"web\",\"device_id\":\"w\"}")
                        .code())
                .isEqualTo(200);

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(alice.client().closeCode()).isEqualTo(4410);
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
    }

    @Test
    void theSeatOfADroppedDeviceIsGivenBackWhenTheStoreIsBack() {
        Guest alice = gateway.login("alice", "web", "w");
        removeFailures.set(3);
        alice.request(1005, "{\"platform\":\"web\",\"device_id\":\"w\"}");
        assertThat(alice.client().closeCode()).isEqualTo(4410);

        await().untilAsserted(() -> {
            gateway.advance(Duration.ofSeconds(5));
            assertThat(gateway.sessionsOf("alice")).isEmpty();
        });
        assertThat(removeFailures).hasValueLessThanOrEqualTo(0);
    }

    @Test
    void aLogoutThatWasAnswered503CanBeRepeated() {
        Guest alice = gateway.connect();
        TestMessage login = alice.client().login("alice", PASSWORD, "web", "w");
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + login.text("token"));
        String body = "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}";
        failures.set(1);

        assertThat(gateway.http.post("/api/auth/logout", bearer, body).status()).isEqualTo(503);
        assertThat(gateway.http.post("/api/auth/logout", bearer, body).status()).isEqualTo(200);

        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(gateway.http.get("/api/auth/verify", bearer).status()).isEqualTo(401);
        assertThat(refresh(login.text("refresh_token")).status()).isEqualTo(401);
        assertThat(gateway.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aLogoutThatFailsAtItsRefreshDeviceCanBeRepeated() {
        Map<String, String> bearer = gateway.bearer("alice");
        Guest phone = gateway.connect();
        String refresh = phone.client().login("alice", PASSWORD, "ios", "p").text("refresh_token");
        String body = "{\"refresh_token\":\"" + refresh + "\"}";
        good.set(1);
        failures.set(1);
        assertThat(gateway.http.post("/api/auth/logout", bearer, body).status()).isEqualTo(503);
        assertThat(gateway.http.post("/api/auth/logout", bearer, body).status()).isEqualTo(200);

        assertThat(phone.client().closeCode()).isEqualTo(4401);
        assertThat(refresh(refresh).status()).isEqualTo(401);
    }

    @Test
    void aReusedRefreshTokenEndsSessionsThoughTheStoreFails() {
        Guest alice = gateway.connect();
        String first = alice.client().login("alice", PASSWORD, "web", "w").text("refresh_token");
        String second = ApiContract.json(refresh(first)).path("refresh_token").textValue();
        assertThat(refresh(second).status()).isEqualTo(200);
        gateway.advance(Duration.ofSeconds(10));
        failures.set(1);
        removeFailures.set(3);

        HttpResponse reused = refresh(first);

        assertThat(ApiContract.json(reused).path("error").textValue()).isEqualTo("refresh_reused");
        assertThat(alice.client().closeCode()).isEqualTo(4401);
        await().untilAsserted(() -> {
            gateway.advance(Duration.ofSeconds(5));
            assertThat(gateway.sessionsOf("alice")).isEmpty();
        });
    }

    @Test
    void aLogoutRevokesATokenOfAnotherIssuer() {
        DeviceKey device = new DeviceKey("web", "w");
        Guest alice = gateway.connect();
        String first = foreign(device, 1);
        String second = foreign(null, 2);
        assertThat(alice.client().verify(first).code()).isEqualTo(200);
        assertThat(alice.client().verify(second).code()).isEqualTo(200);

        assertThat(alice.request(1003, "{}").code()).isEqualTo(200);

        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(gateway.connect().client().verify(first).error()).isEqualTo("token_revoked");
        assertThat(gateway.connect().client().verify(second).error()).isEqualTo("token_revoked");
    }

    @Test
    void aLogoutOverHttpEndsTheSessionOfATokenThatNamesNoDevice() {
        Guest alice = gateway.connect();
        String token = foreign(null, 1);
        assertThat(alice.raw(verifyOnWeb(token)).code()).isEqualTo(200);

        assertThat(gateway.http
                        .post("/api/auth/logout", Map.of("Authorization", "Bearer " + token), "{}")
                        .status())
                .isEqualTo(200);

        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(gateway.connect().client().verify(token).error()).isEqualTo("token_revoked");
    }

    private static String verifyOnWeb(String token) {
        return "{\"cmd_id\":1002,\"platform\":\"web\",\"data\":{\"token\":\"" + token + "\"}}";
    }

    @Test
    void aDroppedDeviceLosesItsTokenOfAnotherIssuer() {
        Guest web = gateway.connect();
        Guest phone = gateway.connect();
        String forWeb = foreign(new DeviceKey("web", "w"), 1);
        String forPhone = foreign(new DeviceKey("ios", "p"), 1);
        assertThat(web.client().verify(forWeb).code()).isEqualTo(200);
        assertThat(phone.client().verify(forPhone).code()).isEqualTo(200);

        web.request(1005, "{\"platform\":\"ios\",\"device_id\":\"p\"}");
        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.connect().client().verify(forPhone).error()).isEqualTo("token_revoked");

        web.request(1005, "{\"platform\":\"web\",\"device_id\":\"w\"}");
        assertThat(web.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.connect().client().verify(forWeb).error()).isEqualTo("token_revoked");
    }

    @Test
    void aKickRevokesForeignTokensOnlyWhenAsked() {
        TokenStore tokens =
                Mockito.mock(TokenStore.class, AdditionalAnswers.delegatesTo(new InMemoryTokenStore(new ManualTime())));
        try (TestGateway observed = TestGateway.start(builder -> builder.tokenStore(tokens))) {
            Map<String, String> root = observed.bearer("root");
            String token = foreign(observed, new DeviceKey("web", "w"), 1);
            Guest alice = observed.connect();
            alice.client().verify(token);
            looks(tokens, 2);
            observed.http.post("/api/connections/kick", root, "{\"user_id\":\"alice\",\"device_id\":\"w\"}");
            assertThat(alice.client().closeCode()).isEqualTo(4410);
            Guest again = observed.connect();
            assertThat(again.client().verify(token).code()).isEqualTo(200);
            looks(tokens, 4);

            observed.http.post(
                    "/api/connections/kick", root, "{\"user_id\":\"alice\",\"device_id\":\"w\",\"revoke\":true}");

            assertThat(again.client().closeCode()).isEqualTo(4410);
            assertThat(observed.connect().client().verify(token).error()).isEqualTo("token_revoked");
        }
    }

    /** Waits until alice's tokens have been looked at so often: once for an answer, and once more behind it. */
    private static void looks(TokenStore tokens, int times) {
        await().untilAsserted(() -> Mockito.verify(tokens, Mockito.times(times))
                .isRevoked(ArgumentMatchers.argThat(
                        claims -> claims.user().userId().equals("alice"))));
    }

    private String foreign(@Nullable DeviceKey device, int days) {
        return foreign(gateway, device, days);
    }

    private static String foreign(TestGateway gateway, @Nullable DeviceKey device, int days) {
        return gateway.tokens.foreign(user("alice"), device, gateway.time.now().plus(Duration.ofDays(days)));
    }

    private HttpResponse refresh(String token) {
        return gateway.http.post("/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + token + "\"}");
    }

    /** Takes devices out a few times, and then fails a few times; fails to take out sessions as often as it is told. */
    private final class Failing extends ForwardingSessionStore {

        Failing() {
            super(new InMemorySessionStore(new ManualTime()));
        }

        private void failAsOftenAs(AtomicInteger times) {
            if (times.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StoreUnavailableException("a moment");
            }
        }

        @Override
        public boolean remove(Session session) {
            failAsOftenAs(removeFailures);
            return super.remove(session);
        }

        @Override
        public List<Session> removeDevices(String userId, DeviceSelector deviceSelector, Cause cause) {
            if (good.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                failAsOftenAs(failures);
            }
            return super.removeDevices(userId, deviceSelector, cause);
        }
    }
}
