package io.mychat.gateway.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.ConnectionStats;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.spi.session.NodeConnections;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.PushOutcome;
import io.mychat.gateway.spi.session.PushRequest;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host can ask and do about the sessions of two gateways. */
class HostSessionsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestCluster cluster = new TestCluster(events::add);
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");
    private final Sessions sessions = one.server.sessions();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void usersOfAllNodesAreListedPageByPage() {
        one.login("alice", "web", "a");
        two.login("bob", "ios", "b");
        two.login("carol", "web", "c");

        List<String> users = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            OnlinePage page = sessions.online(1, cursor);
            page.users().stream().map(OnlineUser::userId).forEach(users::add);
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(users).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(sessions.onlineAsync(10, Optional.empty()))
                .succeedsWithin(SOON)
                .satisfies(page -> assertThat(page.users()).hasSize(3));
        assertThatThrownBy(() -> sessions.online(0, Optional.empty())).hasMessageContaining("limit");
        assertThatThrownBy(() -> sessions.online(1, Optional.of("nonsense")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connectionsAreCountedByNodeAndPlatform() {
        one.login("alice", "web", "a");
        two.login("alice", "ios", "b");
        two.connect();

        ConnectionStats stats = sessions.connections();

        assertThat(stats.nodes())
                .containsExactly(
                        new NodeConnections("one", 1, 1, Map.of("web", 1)),
                        new NodeConnections("two", 2, 1, Map.of("ios", 1)));
        assertThat(stats.total()).isEqualTo(3);
        assertThat(stats.authenticated()).isEqualTo(2);
        assertThat(stats.byPlatform()).containsEntry("web", 1).containsEntry("ios", 1);
        assertThat(sessions.connectionsAsync()).succeedsWithin(SOON).isEqualTo(stats);
        assertThat(sessions.onlineCountAsync()).succeedsWithin(SOON).isEqualTo(1L);
    }

    @Test
    void aKickNamesThePlatformTheReasonAndTheHost() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "ios", "p");

        assertThat(sessions.kick(KickRequest.of("alice").platform("ios").because("maintenance")))
                .isEqualTo(1);

        assertThat(phone.client().next(4003).data().path("reason").textValue()).isEqualTo("maintenance");
        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(web.request(3001, "{}").code()).isEqualTo(200);
        assertThat(events)
                .filteredOn(GatewayEvent.UserKicked.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    GatewayEvent.UserKicked kick = (GatewayEvent.UserKicked) event;
                    assertThat(kick.by()).isEqualTo("host application");
                    assertThat(kick.reason()).isEqualTo("maintenance");
                    assertThat(kick.whom().platform()).hasValue("ios");
                    assertThat(kick.kicked()).isEqualTo(1);
                });
    }

    @Test
    void aKickThatRevokesEndsTheTokensOfTheDevice() {
        Guest web = one.connect();
        String token =
                web.client().login("alice", TestGateway.PASSWORD, "web", "a").text("token");

        assertThat(sessions.kickAsync(KickRequest.of("alice")
                        .device(new DeviceKey("web", "a"))
                        .revoking()
                        .by("the nightly job")))
                .succeedsWithin(SOON)
                .isEqualTo(1);

        assertThat(two.connect().client().verify(token).error()).isEqualTo("token_revoked");
        assertThatThrownBy(() -> KickRequest.of("alice").because("\u0007")).hasMessageContaining("reason");
    }

    @Test
    void aPushReachesOnePlatformAndAKeyIsPushedOnce() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "ios", "p");
        PushRequest push = PushRequest.to("alice", "{\"n\":1}").platform("ios").once("k-1");

        assertThat(sessions.push(push)).isEqualTo(new PushOutcome.Delivered(1, false));
        assertThat(two.server.sessions().pushAsync(push))
                .succeedsWithin(SOON)
                .isEqualTo(new PushOutcome.Delivered(1, true));
        assertThat(sessions.push(PushRequest.to("alice", "{\"n\":2}").once("k-1")))
                .isEqualTo(new PushOutcome.KeyReused());

        assertThat(phone.client().next(4001).data().path("n").intValue()).isEqualTo(1);
        assertThat(phone.client().takeAll()).isEmpty();
        assertThat(sessions.pushToUserAsync("alice", "1")).succeedsWithin(SOON).isEqualTo(2);
        assertThat(sessions.pushToDeviceAsync("alice", new DeviceKey("ios", "p"), "2"))
                .succeedsWithin(SOON)
                .isEqualTo(1);
        assertThat(phone.client().takeAll()).hasSize(2);
        assertThat(web.client().next(4001).data().intValue()).isEqualTo(1);
        assertThat(web.client().takeAll()).noneMatch(message -> message.cmdId() == 4001);
        assertThatThrownBy(() -> push.once("two words")).hasMessageContaining("idempotency key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "{", "{}{}", "{\"a\":1,}", "nul", "'a'", "{} x"})
    void aPushThatIsNotJsonIsRefusedWhereItIsMade(String data) {
        Guest alice = one.login("alice", "web", "a");

        assertThatThrownBy(() -> one.server.pushMessageToUser("alice", data)).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> sessions.pushToDevice("alice", new DeviceKey("web", "a"), data))
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> sessions.pushAsync(PushRequest.to("alice", data)))
                .hasMessageContaining("not JSON");
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void aPushThatIsTooLargeIsRefusedWhereItIsMade() {
        assertThatThrownBy(() -> sessions.pushToUser("alice", "\"" + "x".repeat(65_535) + "\""))
                .hasMessageContaining("65537")
                .hasMessageContaining("server.max_message_bytes");
        assertThat(sessions.pushToUser("alice", "\"" + "x".repeat(65_534) + "\""))
                .isZero();
        assertThatThrownBy(() -> sessions.pushToUserAsync("alice", "\"" + "x".repeat(65_535) + "\""))
                .hasMessageContaining("65537");
    }

    @Test
    void everyNodeKnowsWhoIsLoggedInOnASession() {
        Guest alice = one.login("alice", "web", "a");
        one.connect();
        String id = one.sessionsOf("alice").get(0).id();

        for (TestGateway node : List.of(one, two)) {
            Sessions asked = node.server.sessions();
            assertThat(asked.userOf(id)).hasValue("alice");
            assertThat(asked.userOfAsync(id)).succeedsWithin(SOON).isEqualTo(Optional.of("alice"));
            assertThat(asked.isAuthenticated(id)).isTrue();
            assertThat(asked.isAuthenticatedAsync(id, Duration.ZERO))
                    .succeedsWithin(SOON)
                    .isEqualTo(true);
            assertThat(asked.userOf("s-nobody")).isEmpty();
            assertThat(asked.isAuthenticated("s-nobody")).isFalse();
        }
        alice.connection().close(1000);
        await().until(() -> sessions.userOf(id).isEmpty());
        assertThat(sessions.isAuthenticated(id)).isFalse();
        assertThatThrownBy(() -> sessions.isAuthenticated(id, Duration.ofNanos(-1)))
                .hasMessageContaining("maxAge");
    }

    @Test
    void theStoreIsAskedWhenTheEvidenceIsTooOld() {
        CountingStore store = new CountingStore();
        try (TestGateway gateway = TestGateway.start(builder -> builder.sessionStore(store))) {
            gateway.login("alice", "web", "a");
            Sessions asked = gateway.server.sessions();
            String id = gateway.sessionsOf("alice").get(0).id();

            gateway.advance(Duration.ofSeconds(5));
            assertThat(asked.isAuthenticated(id)).isTrue();
            assertThat(asked.isAuthenticated(id, Duration.ofSeconds(6)))
                    .as("the login is evidence")
                    .isTrue();
            assertThat(store.asked).isZero();

            assertThat(asked.isAuthenticated(id, Duration.ofSeconds(5))).isTrue();
            assertThat(asked.isAuthenticated(id, Duration.ofSeconds(1)))
                    .as("just confirmed")
                    .isTrue();
            assertThat(store.asked).isEqualTo(1);
            assertThat(asked.isAuthenticated(id, Duration.ZERO)).isTrue();
            assertThat(store.asked).isEqualTo(2);

            store.failing = true;
            assertThat(asked.isAuthenticated(id)).isTrue();
            assertThatThrownBy(() -> asked.isAuthenticated(id, Duration.ZERO))
                    .isInstanceOf(StoreUnavailableException.class);
            store.failing = false;
            store.forgetful = true;
            assertThat(asked.isAuthenticated(id, Duration.ZERO)).isFalse();
        }
    }

    /** Counts how often it is asked for a session. */
    private static final class CountingStore extends ForwardingSessionStore {

        private int asked;
        private boolean failing;
        private boolean forgetful;

        CountingStore() {
            super(new InMemorySessionStore(new ManualTime()));
        }

        @Override
        public boolean isCurrent(Session session) {
            asked++;
            if (failing) {
                throw new StoreUnavailableException("a test's outage");
            }
            return !forgetful && super.isCurrent(session);
        }
    }
}
