package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logins that meet each other, an end or a kick. */
class LoginRaceTest {

    private static final int ROUNDS = 200;
    private static final int RIVALS = 6;
    private static final String LOGIN = "{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\","
            + "\"password\":\"" + PASSWORD + "\",\"device_id\":\"%s\"}}";

    @Test
    void ofManyWebLoginsAtOnceExactlyOneSurvives() {
        try (TestGateway gateway = TestGateway.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Guest> rivals =
                        Stream.generate(gateway::connect).limit(RIVALS).toList();
                for (int i = 0; i < RIVALS; i++) {
                    rivals.get(i).client().sendRaw(LOGIN.formatted("d" + i));
                }

                onlyTheSessionInTheStoreIsOpen(gateway, rivals);
                rivals.forEach(rival -> rival.client().close());
            }
            noGhosts(gateway);
        }
    }

    @Test
    void ofManyConnectionsOfOneDeviceExactlyOneSurvives() {
        try (TestGateway gateway = TestGateway.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Guest> rivals =
                        Stream.generate(gateway::connect).limit(RIVALS).toList();
                rivals.forEach(rival -> rival.client().sendRaw(LOGIN.formatted("same")));

                onlyTheSessionInTheStoreIsOpen(gateway, rivals);
                rivals.forEach(rival -> rival.client().close());
            }
            noGhosts(gateway);
        }
    }

    @Test
    void clientsThatLeaveWhileTheyLogInLeaveNoGhosts() {
        try (TestGateway gateway = TestGateway.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                Guest guest = gateway.connect();
                guest.client().sendRaw(LOGIN.formatted("d" + round));
                if (round % 2 == 0) {
                    guest.connection().vanish();
                } else {
                    guest.client().close();
                }
            }
            noGhosts(gateway);
        }
    }

    @Test
    void aClientThatHasLeftWhenTheStoreAdmitsItLeavesNoGhost() throws InterruptedException {
        ManualTime storeTime = new ManualTime();
        GatedStore store = new GatedStore(storeTime);
        try (TestGateway gateway = TestGateway.start(builder -> builder.sessionStore(store))) {
            Guest guest = gateway.connect();
            guest.client().sendRaw(LOGIN.formatted("d"));
            store.admitted.await();
            guest.connection().vanish();
            gateway.sockets.settle();

            store.mayReturn.countDown();

            await().untilAsserted(() -> assertThat(store.sessionsOf("alice")).isEmpty());
        }
    }

    @Test
    void aKickThatComesWhileALoginIsDecidedHitsIt() throws InterruptedException {
        GatedStore store = new GatedStore(new ManualTime());
        try (TestGateway gateway = TestGateway.start(builder -> builder.sessionStore(store))) {
            Guest guest = gateway.connect();
            guest.client().sendRaw(LOGIN.formatted("d"));
            store.admitted.await();

            assertThat(gateway.server.sessions().kick("alice", new DeviceKey("web", "d")))
                    .isEqualTo(1);
            store.mayReturn.countDown();

            assertThat(guest.client().closeCode()).isEqualTo(4410);
            assertThat(guest.client().takeAll()).extracting(TestMessage::cmdId).containsExactly(4003L);
            assertThat(store.sessionsOf("alice")).isEmpty();
        }
    }

    @Test
    void commandsBehindAPendingLoginWaitForItsResult() throws InterruptedException {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.credentials((username, password) -> {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new CredentialVerdict.Accepted(TestGateway.user(username));
        }))) {
            Guest guest = gateway.connect();
            guest.client().sendRaw(LOGIN.formatted("d"));
            guest.client().sendRaw("{\"cmd_id\":3001}");
            guest.client().sendRaw("{\"cmd_id\":2002,\"data\":{\"chat_id\":\"dm:alice:bob\"}}");
            gateway.sockets.settle();
            assertThat(guest.client().takeAll()).isEmpty();

            mayAnswer.countDown();

            for (long cmdId : new long[] {1001, 3001, 2002}) {
                TestMessage reply = guest.client().next();
                assertThat(reply.cmdId()).isEqualTo(cmdId);
                assertThat(reply.code()).isEqualTo(200);
            }
        }
    }

    private static void onlyTheSessionInTheStoreIsOpen(TestGateway gateway, List<Guest> rivals) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(rivals.stream()
                                .filter(rival -> rival.connection().isOpen()))
                        .hasSize(1));
        List<Session> sessions = gateway.sessionsOf("alice");
        assertThat(sessions).hasSize(1);
        Guest survivor = rivals.stream()
                .filter(rival -> rival.connection().isOpen())
                .findFirst()
                .orElseThrow();
        TestMessage reply = survivor.client().next(1001);
        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.text("session_id")).isEqualTo(sessions.get(0).id());
        assertThat(survivor.request(3001, "{}").code()).isEqualTo(200);
    }

    private static void noGhosts(TestGateway gateway) {
        await().untilAsserted(() -> {
            assertThat(gateway.sockets.openConnections()).isZero();
            assertThat(gateway.sessionsOf("alice")).isEmpty();
            assertThat(gateway.server.onlineCount()).isZero();
            assertThat(gateway.server.pushMessageToUser("alice", "{}")).isFalse();
            // The sweeps of the store and of the quotas, and the comparison of bans.
            assertThat(gateway.time.pendingTimers()).isEqualTo(3);
        });
    }

    /** A store whose answer to a login can be held back after the decision. */
    private static final class GatedStore extends ForwardingSessionStore {
        final CountDownLatch admitted = new CountDownLatch(1);
        final CountDownLatch mayReturn = new CountDownLatch(1);

        GatedStore(TimeSource time) {
            super(new InMemorySessionStore(time));
        }

        @Override
        public LoginOutcome login(Session candidate, SeatRule rule) {
            LoginOutcome outcome = super.login(candidate, rule);
            admitted.countDown();
            try {
                mayReturn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return outcome;
        }
    }
}
