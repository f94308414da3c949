package io.mychat.gateway.core.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.testkit.TestHandshake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ban on one gateway is a ban on all. */
class BanInAClusterTest {

    private static final Duration COMPARISON = Duration.ofSeconds(1);

    private final TestCluster cluster = new TestCluster();
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");

    @AfterEach
    void stop() {
        cluster.bans().setUp(true);
        cluster.close();
    }

    @Test
    void aBanClosesTheSessionsOfOtherNodesAtOnce() {
        Guest alice = two.login("alice", "web", "a");

        Ban ban = one.server.bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("banned");
        assertThat(alice.client().closeCode()).isEqualTo(4410);
        assertThat(loginError(two)).isEqualTo("banned");
        assertThat(two.server.bans().lift(ban.id())).isTrue();
        await().untilAsserted(() -> assertThat(one.server.bans().list()).isEmpty());
        one.login("alice", "web", "a");
    }

    @Test
    void aLostMessageIsRepairedByTheComparison() {
        cluster.hub().deafen("two");
        Guest alice = two.login("alice", "web", "a");
        one.server.bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);

        two.time.advance(COMPARISON);

        assertThat(alice.client().closeCode()).isEqualTo(4410);
    }

    @Test
    void anAddressIsBannedOnEveryNode() {
        TestHandshake handshake = TestHandshake.plain().from("192.0.2.1");
        one.server.bans().add(BanRequest.of(new BanTarget.Address("192.0.2.1"), "flood"));

        await().untilAsserted(() -> assertThat(two.handshakeStatus(handshake)).isEqualTo(403));
        assertThat(one.handshakeStatus(handshake)).isEqualTo(403);
    }

    @Test
    void withoutTheStoreTheKnownBansHold() {
        one.server.bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));
        await().untilAsserted(() -> assertThat(loginError(two)).isEqualTo("banned"));

        cluster.bans().setUp(false);
        two.time.advance(COMPARISON);

        await().untilAsserted(() -> assertThat(metric(two)).contains("mychat_bans_outdated 1"));
        assertThat(loginError(two)).isEqualTo("banned");
        assertThatThrownBy(() -> two.server.bans().add(BanRequest.of(new BanTarget.User("bob"), "spam")))
                .isInstanceOf(StoreUnavailableException.class);
        var refused = two.http.post("/api/bans", two.bearer("root"), "{\"user_id\":\"bob\",\"reason\":\"spam\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(ApiContract.json(two.http.get("/api/bans", two.bearer("root")))
                        .path("bans"))
                .hasSize(1);
        assertThat(two.connect()
                        .client()
                        .login("bob", TestGateway.PASSWORD, "web", "b")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void bansThatTheStoreHasLostArePutBack() {
        Ban ban = one.server.bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));
        await().untilAsserted(() -> assertThat(two.server.bans().list()).containsExactly(ban));
        one.server.bans().list();
        one.time.advance(COMPARISON);
        two.time.advance(COMPARISON);

        cluster.bans().loseEverything();
        two.time.advance(COMPARISON);

        TestGateway late = cluster.node("three");
        await().untilAsserted(() -> {
            late.time.advance(COMPARISON);
            assertThat(late.server.bans().list()).containsExactly(ban);
        });
        one.time.advance(COMPARISON);
        assertThat(one.server.bans().list()).containsExactly(ban);
    }

    private static String loginError(TestGateway node) {
        return node.connect()
                .client()
                .login("alice", TestGateway.PASSWORD, "web", "z")
                .error();
    }

    private static String metric(TestGateway node) {
        var answer = node.http.get("/api/system/metrics", Map.of("Accept", "text/plain"));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
