package io.mychat.gateway.core.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.FakeIssuer;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of another issuer give access until it, or they, have ended. */
class OtherIssuersTest {

    private static final Map<String, String> FORM = Map.of("content-type", "application/x-www-form-urlencoded");
    private static final DeviceKey LAPTOP = new DeviceKey("web", "laptop");
    private static final DeviceKey PHONE = new DeviceKey("android", "phone");

    private final TestCluster cluster = new TestCluster();
    private final FakeIssuer issuer = new FakeIssuer(cluster.storeTime());
    private final TestGateway one = cluster.node("one", builder -> builder.tokenVerifier(issuer));
    private final TestGateway two = cluster.node("two", builder -> builder.tokenVerifier(issuer));

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Guest bound(TestGateway node, String token) {
        Guest guest = node.connect();
        assertThat(guest.client().verify(token).code()).isEqualTo(200);
        return guest;
    }

    private static HttpResponse logOut(TestGateway node, String logoutToken) {
        return node.http.post("/api/auth/backchannel-logout", FORM, "logout_token=" + logoutToken);
    }

    private String refusal(String token) {
        return two.connect().client().verify(token).error();
    }

    @Test
    void aTokenOfAnotherIssuerBindsAndIsGoodForHttp() {
        String token = issuer.issue("alice", LAPTOP, "login-1");

        bound(one, token);

        assertThat(two.http
                        .get("/api/auth/verify", Map.of("Authorization", "Bearer " + token))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTokenThatNobodyKnowsKeepsTheOwnServicesReason() {
        assertThat(refusal("rubbish")).isEqualTo("token_malformed");
    }

    @Test
    void aLogoutAtTheIssuerClosesTheUsersSessionsOnAllNodes() {
        String first = issuer.issue("alice", LAPTOP, "");
        String second = issuer.issue("alice", PHONE, "");
        Guest here = bound(one, first);
        Guest there = bound(two, second);
        Guest bob = bound(two, issuer.issue("bob", LAPTOP, ""));

        assertThat(logOut(one, issuer.logout("alice", "")).status()).isEqualTo(200);

        assertThat(here.client().closeCode()).isEqualTo(4401);
        assertThat(there.client().closeCode()).isEqualTo(4401);
        // The node of a session ends its token in the background, since the store does not know it.
        await().untilAsserted(() -> assertThat(refusal(first)).isEqualTo("token_revoked"));
        await().untilAsserted(() -> assertThat(refusal(second)).isEqualTo("token_revoked"));
        assertThat(bob.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void aLaterLoginAtTheIssuerIsGood() {
        logOut(one, issuer.logout("alice", ""));

        cluster.storeTime().advance(Duration.ofSeconds(1));

        bound(two, issuer.issue("alice", LAPTOP, ""));
    }

    @Test
    void theLogoutOfOneLoginLeavesTheTokensOfAnother() {
        String ended = issuer.issue("alice", LAPTOP, "login-1");
        String kept = issuer.issue("alice", PHONE, "login-2");
        Guest here = bound(one, ended);

        logOut(two, issuer.logout("alice", "login-1"));

        assertThat(here.client().closeCode()).isEqualTo(4401);
        assertThat(refusal(ended)).isEqualTo("token_revoked");
        assertThat(refusal(issuer.issue("alice", LAPTOP, "login-1"))).isEqualTo("token_revoked");
        bound(one, kept);
    }

    @Test
    void aRepeatedLogoutEndsNoLaterLogin() {
        String logout = issuer.logout("alice", "");
        logOut(one, logout);
        cluster.storeTime().advance(Duration.ofSeconds(1));
        Guest later = bound(one, issuer.issue("alice", LAPTOP, ""));

        assertThat(logOut(two, logout).status()).isEqualTo(200);

        assertThat(later.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void aKickWithRevocationEndsTheTokenAndNotThoseToCome() {
        String token = issuer.issue("alice", LAPTOP, "");
        Guest alice = bound(one, token);

        two.http.post("/api/connections/kick", two.bearer("root"), "{\"user_id\":\"alice\",\"revoke\":true}");

        assertThat(alice.client().closeCode()).isEqualTo(4410);
        await().untilAsserted(() -> assertThat(refusal(token)).isEqualTo("token_revoked"));
        cluster.storeTime().advance(Duration.ofSeconds(1));
        bound(one, issuer.issue("alice", LAPTOP, ""));
    }

    @Test
    void aBadLogoutTokenIsRefused() {
        HttpResponse response = logOut(one, "rubbish");

        assertThat(response.status()).isEqualTo(400);
        assertThat(ApiContract.json(response).path("error").textValue()).isEqualTo("invalid_request");
        for (String body :
                new String[] {"", "a=b", "logout_token=", "logout_token=1&logout_token=2", "logout_token=%zz"}) {
            assertThat(one.http.post("/api/auth/backchannel-logout", FORM, body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(one.http
                        .post("/api/auth/backchannel-logout", Map.of(), "{\"logout_token\":\"1\"}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void withoutAnotherIssuerThereIsNoLogout() {
        assertThat(logOut(cluster.node("three"), "x").status()).isEqualTo(404);
    }

    @Test
    void anIssuerWithoutKeysMeansTryAgain() {
        issuer.fail(new StoreUnavailableException("no keys"));

        assertThat(one.connect().client().verify("issuer:1").code()).isEqualTo(503);
        assertThat(one.http
                        .get("/api/auth/verify", Map.of("Authorization", "Bearer issuer:1"))
                        .status())
                .isEqualTo(503);
    }
}
