package io.mychat.gateway.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.auth.FakeAccounts;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account changes; one gateway knows it, and the other has not heard of it yet. */
class AccountChangeInAClusterTest {

    private static final int FOR_ADMINS = 5001;

    private final FakeAccounts known = new FakeAccounts();
    private final FakeAccounts stale = new FakeAccounts();
    private final TestCluster cluster = new TestCluster();
    private final TestGateway one = cluster.node("one", with(known));
    private final TestGateway two = cluster.node("two", with(stale));

    private static UnaryOperator<GatewayBuilder> with(FakeAccounts accounts) {
        return builder -> builder.users(accounts)
                .credentials(accounts)
                .handler(HandlerDefinition.blocking("secret", (message, context) -> Reply.ok())
                        .command(FOR_ADMINS)
                        .role("admin")
                        .build());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void put(String user, String password, String... roles) {
        known.put(user, password, roles);
        stale.put(user, password, roles);
    }

    private static TestMessage login(Guest guest, String user, String password, String platform) {
        TestMessage reply = guest.client().login(user, password, platform, "d");
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        // Waits for the look that follows a login: a token that is revoked meanwhile ends the session.
        assertThat(guest.request(1004, "{}").code()).isEqualTo(200);
        return reply;
    }

    private static int refresh(TestGateway gateway, TestMessage login) {
        return gateway.http
                .post("/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}")
                .status();
    }

    private static int verify(TestGateway gateway, TestMessage login) {
        return gateway.http
                .get("/api/auth/verify", Map.of("Authorization", "Bearer " + login.text("token")))
                .status();
    }

    @Test
    void aRemovedUserLosesEverythingOnTheNodeThatHasNotHeardOfIt() {
        put("alice", "old");
        Guest alice = two.connect();
        TestMessage login = login(alice, "alice", "old", "web");
        known.remove("alice");

        assertThat(one.server.accountChanged("alice", AccountChange.REMOVED)).isOne();

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(verify(two, login)).isEqualTo(401);
        assertThat(refresh(two, login)).isEqualTo(401);
        assertThat(two.connect().client().verify(login.text("token")).error()).isEqualTo("token_revoked");
    }

    @Test
    void whoHasLoggedInAgainIsNotThrownOutByTheNodeThatHearsOfItLast() {
        put("alice", "old");
        Guest before = two.connect();
        TestMessage old = login(before, "alice", "old", "web");
        known.put("alice", "new");
        one.server.accountChanged("alice", AccountChange.CREDENTIALS);
        assertThat(before.client().closeCode()).isEqualTo(4401);
        assertThat(verify(two, old)).isEqualTo(401);
        Guest after = one.connect();
        TestMessage fresh = login(after, "alice", "new", "web");

        stale.put("alice", "new");
        two.server.accountChanged("alice", AccountChange.CREDENTIALS);

        assertThat(after.request(3001, "{}").code()).isEqualTo(200);
        for (TestGateway gateway : new TestGateway[] {one, two}) {
            assertThat(verify(gateway, fresh)).isEqualTo(200);
        }
        assertThat(refresh(two, fresh)).isEqualTo(200);
        assertThat(one.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void rolesAreTakenFromSessionsOfTheNodeThatHasNotHeardOfIt() {
        put("root", "old", "admin");
        Guest web = two.connect();
        TestMessage login = login(web, "root", "old", "web");
        Guest console = two.connect();
        login(console, "root", "old", "admin");
        assertThat(web.request(FOR_ADMINS, "{}").code()).isEqualTo(200);
        known.put("root", "old");

        assertThat(one.server.accountChanged("root", AccountChange.ROLES)).isOne();

        assertThat(console.client().closeCode()).isEqualTo(4401);
        assertThat(web.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
        assertThat(verify(two, login)).isEqualTo(401);
        assertThat(refresh(two, login)).isEqualTo(401);
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + login.text("token"));
        assertThat(two.http.get("/api/connections/stats", bearer).status()).isEqualTo(401);
    }

    @Test
    void whereANodeDoesNotConfirmTheRolesTheSessionEnds() {
        TestGateway three = cluster.node(
                "three", builder -> with(known).apply(builder).setting("processing.cluster_reply_timeout_ms", 100));
        put("root", "old", "admin");
        login(two.connect(), "root", "old", "web");
        assertThat(three.sessionsOf("root")).hasSize(1);
        cluster.hub().deafen("two");
        known.put("root", "old");

        assertThat(three.server.accountChanged("root", AccountChange.ROLES)).isOne();

        assertThat(three.sessionsOf("root"))
                .as("the store's comparison closes the connection")
                .isEmpty();
    }

    @Test
    void aNodeAcceptsTheNewStatesTokenOnceItHasReloaded() {
        put("alice", "old");
        known.put("alice", "new");
        one.server.accountChanged("alice", AccountChange.CREDENTIALS);
        TestMessage fresh = login(one.connect(), "alice", "new", "web");

        assertThat(verify(two, fresh)).isEqualTo(401);
        stale.put("alice", "new");

        assertThat(verify(two, fresh)).isEqualTo(200);
    }

    @Test
    void sessionsOfOtherNodesShowTheirTokensFingerprint() {
        put("alice", "old");
        login(two.connect(), "alice", "old", "web");

        await().untilAsserted(() -> assertThat(one.sessionsOf("alice"))
                .extracting(Session::account)
                .containsExactly(known.account("alice").orElseThrow()));
    }
}
