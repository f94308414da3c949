package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.TestGateway.Guest;
import io.mychat.gateway.core.auth.InMemoryTokenStore;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

/** Access ends when its reason ends: an account is removed, or has another password or other roles. */
class AccountChangeTest {

    private static final int FOR_ADMINS = 5001;
    private static final String OLD = "old";
    private static final String NEW = "new";

    private final FakeAccounts accounts = new FakeAccounts();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TokenStore tokens =
            Mockito.mock(TokenStore.class, AdditionalAnswers.delegatesTo(new InMemoryTokenStore(new ManualTime())));
    private final TestGateway gateway = TestGateway.start(builder -> builder.users(accounts)
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
    private record Person(Guest guest, String access, String refresh) {}

    private Person login(String user, String password, String platform, String device) {
        Guest guest = gateway.connect();
        TestMessage reply = guest.client().login(user, password, platform, device);
        assertThat(reply.code()).as(reply.toString()).isEqualTo(200);
        return new Person(guest, reply.text("token"), reply.text("refresh_token"));
    }

    private int stats(Person person) {
        return gateway.http
                .get("/api/connections/stats", Map.of("Authorization", "Bearer " + person.access()))
                .status();
    }

    private HttpResponse verify(Person person) {
        return gateway.http.get("/api/auth/verify", Map.of("Authorization", "Bearer " + person.access()));
    }

    private HttpResponse refresh(Person person) {
        return gateway.http.post("/api/auth/refresh", Map.of(), "{\"refresh_token\":\"" + person.refresh() + "\"}");
    }

    private void assertNothingIsAccepted(Person person) {
        assertThat(verify(person).status()).isEqualTo(401);
        assertThat(ApiContract.json(verify(person)).path("error").textValue()).isEqualTo("token_revoked");
        assertThat(gateway.connect().client().verify(person.access()).error()).isEqualTo("token_revoked");
        assertThat(refresh(person).status()).isEqualTo(401);
    }

    private static void assertClosed(Person person) {
        assertThat(person.guest().client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(person.guest().client().closeCode()).isEqualTo(4401);
    }

    @Test
    void aRemovedUserLosesEverything() {
        accounts.put("alice", OLD);
        accounts.put("bob", OLD);
        Person web = login("alice", OLD, "web", "w");
        Person phone = login("alice", OLD, "ios", "p");
        Person bob = login("bob", OLD, "web", "w");
        accounts.remove("alice");

        assertThat(gateway.server.accountChanged("alice", AccountChange.REMOVED))
                .isEqualTo(2);

        assertClosed(web);
        assertClosed(phone);
        assertNothingIsAccepted(web);
        assertNothingIsAccepted(phone);
        assertThat(gateway.connect().client().login("alice", OLD, "web", "w").code())
                .isEqualTo(401);
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
        assertThat(bob.guest().request(3001, "{}").code()).isEqualTo(200);
        assertThat(verify(bob).status()).isEqualTo(200);
        assertThat(events)
                .filteredOn(GatewayEvent.AccountChanged.class::isInstance)
                .singleElement()
                .isEqualTo(new GatewayEvent.AccountChanged(gateway.time.now(), "alice", AccountChange.REMOVED, 2));
    }

    @Test
    void aNewPasswordEndsOnlyWhatTheOldOneOpened() {
        accounts.put("alice", OLD);
        Person before = login("alice", OLD, "web", "w");
        accounts.put("alice", NEW);
        Person after = login("alice", NEW, "ios", "p");

        gateway.server.accountChanged("alice", AccountChange.CREDENTIALS);
        gateway.server.accountChanged("alice", AccountChange.CREDENTIALS);

        assertClosed(before);
        assertNothingIsAccepted(before);
        assertThat(after.guest().request(3001, "{}").code()).isEqualTo(200);
        assertThat(verify(after).status()).isEqualTo(200);
        assertThat(refresh(after).status()).isEqualTo(200);
    }

    @Test
    void aLostRoleLeavesTheSessionAndEndsItsOldTokens() {
        accounts.put("root", OLD, "admin", "editor");
        Person web = login("root", OLD, "web", "w");
        Person console = login("root", OLD, "admin", "a");
        assertThat(stats(web)).isEqualTo(200);
        assertThat(web.guest().request(FOR_ADMINS, "{}").code()).isEqualTo(200);
        accounts.put("root", OLD, "editor");

        assertThat(gateway.server.accountChanged("root", AccountChange.ROLES)).isEqualTo(1);

        assertThat(stats(web)).as("an administrator's call").isEqualTo(401);
        assertNothingIsAccepted(web);
        assertNothingIsAccepted(console);
        assertClosed(console);
        assertThat(web.guest().request(FOR_ADMINS, "{}").code()).isEqualTo(403);
        assertThat(web.guest().request(3001, "{}").code()).isEqualTo(200);
        assertThat(gateway.connect().client().login("root", OLD, "admin", "a").code())
                .isEqualTo(403);
    }

    @Test
    void whoGetsARoleHasItOnTheSessionsThatAreThere() {
        accounts.put("alice", OLD);
        Person alice = login("alice", OLD, "web", "w");
        accounts.put("alice", OLD, "admin");

        gateway.server.accountChanged("alice", AccountChange.ROLES);

        assertThat(alice.guest().request(FOR_ADMINS, "{}").code()).isEqualTo(200);
        assertNothingIsAccepted(alice);
        Person again = login("alice", OLD, "ios", "p");
        assertThat(stats(again)).isEqualTo(200);
    }

    @Test
    void whatChangedWithoutACallIsFoundAtTheNextUse() {
        for (AccountState now : List.of(
                new AccountState(new UserInfo("alice", "alice", Set.of("admin")), NEW),
                new AccountState(new UserInfo("alice", "alice", Set.of()), OLD))) {
            accounts.put("alice", OLD, "admin");
            Person alice = login("alice", OLD, "web", "w");
            Person other = login("alice", OLD, "ios", "p");
            accounts.put("alice", now.fingerprint(), now.user().roles().toArray(String[]::new));

            assertThat(stats(alice)).isEqualTo(401);
            assertNothingIsAccepted(alice);
            assertThat(refresh(other).status()).isEqualTo(401);
            accounts.put("alice", OLD, "admin");
            assertThat(refresh(other).status())
                    .as("that login has ended for good")
                    .isEqualTo(401);
        }
    }

    @Test
    void aUserWhoWasRemovedWithoutACallIsFoundAtTheNextUse() {
        accounts.put("alice", OLD);
        Person alice = login("alice", OLD, "web", "w");
        accounts.remove("alice");

        assertNothingIsAccepted(alice);
    }

    @Test
    void aLoginThatMeetsAChangeGetsNoTokens() {
        accounts.put("alice", OLD);
        AccountState before = accounts.account("alice").orElseThrow();
        try (TestGateway slow =
                TestGateway.start(builder -> builder.users(accounts).credentials((name, password) -> {
                    // The password was right, and changes before anybody hears of it.
                    accounts.put("alice", NEW);
                    return new CredentialVerdict.Accepted(before);
                }))) {
            assertThat(slow.connect().client().login("alice", OLD, "web", "w").error())
                    .isEqualTo("token_revoked");
            assertThat(slow.sessionsOf("alice")).isEmpty();
        }
    }

    @Test
    void whereTheDirectorySaysNoFingerprintsAChangeEndsEverything() {
        try (TestGateway silent = TestGateway.start(builder -> builder.users(accounts.withoutFingerprints()))) {
            accounts.put("alice", OLD);
            TestMessage login = silent.connect().client().login("alice", TestGateway.PASSWORD, "web", "w");
            accounts.put("alice", NEW, "admin");
            assertThat(silent.connect().client().verify(login.text("token")).code())
                    .as("nothing is compared")
                    .isEqualTo(200);

            silent.server.accountChanged("alice", AccountChange.CREDENTIALS);

            assertThat(silent.connect().client().verify(login.text("token")).error())
                    .isEqualTo("token_revoked");
            await().untilAsserted(() -> assertThat(silent.sessionsOf("alice")).isEmpty());
        }
    }

    @Test
    void withoutFingerprintsOtherRolesEndTokensAndChangeSessions() {
        try (TestGateway silent = TestGateway.start(builder -> builder.users(accounts.withoutFingerprints()))) {
            accounts.put("root", OLD);
            Guest root = silent.connect();
            TestMessage login = root.client().login("root", TestGateway.PASSWORD, "web", "w");

            silent.server.accountChanged("root", AccountChange.ROLES);

            assertThat(silent.connect().client().verify(login.text("token")).error())
                    .isEqualTo("token_revoked");
            assertThat(silent.sessionsOf("root")).hasSize(1);
            assertThat(root.request(3001, "{}").code()).isEqualTo(200);
        }
    }

    @Test
    void withoutADirectoryNobodyKnowsWhatIsLeftAndEverythingEnds() {
        try (TestGateway lonely = TestGateway.start()) {
            Guest alice = lonely.login("alice", "web", "w");

            assertThat(lonely.server.accountChanged("alice", AccountChange.ROLES))
                    .isOne();

            assertThat(alice.client().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aTokenOfAnotherIssuerEndsOnlyWithTheUser() {
        String foreign = gateway.tokens.foreign(
                new UserInfo("alice", "alice", Set.of()),
                new DeviceKey("web", "w"),
                gateway.time.now().plus(Duration.ofHours(1)));
        Guest alice = gateway.connect();
        assertThat(alice.client().verify(foreign).code()).isEqualTo(200);

        gateway.server.accountChanged("alice", AccountChange.REMOVED);

        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(gateway.connect().client().verify(foreign).error()).isEqualTo("token_revoked");
    }

    @Test
    void sessionsHereEndAlsoWhenTheStoreIsAway() {
        accounts.put("alice", OLD);
        Person alice = login("alice", OLD, "web", "w");
        accounts.put("alice", NEW);
        Mockito.doThrow(new StoreUnavailableException("away")).when(tokens).revokeOthers(ArgumentMatchers.any());

        assertThatThrownBy(() -> gateway.server.accountChanged("alice", AccountChange.CREDENTIALS))
                .isInstanceOf(StoreUnavailableException.class);

        assertClosed(alice);
        assertThat(verify(alice).status()).isEqualTo(401);
    }

    @Test
    void noLoginOfAnEndedStateStaysHoweverTheyMeet() {
        for (int round = 0; round < 100; round++) {
            accounts.put("alice", OLD);
            List<String> devices = List.of("a", "b", "c");
            List<Guest> guests =
                    devices.stream().map(device -> gateway.connect()).toList();
            List<Integer> codes = ConcurrentRun.run(4, thread -> {
                if (thread == 3) {
                    accounts.put("alice", NEW);
                    return gateway.server.accountChanged("alice", AccountChange.CREDENTIALS);
                }
                return logInOrLose(guests.get(thread), devices.get(thread));
            });
            assertThat(codes).hasSize(4);

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
            guests.forEach(guest -> guest.connection().vanish());
            gateway.server.accountChanged("alice", AccountChange.REMOVED);
        }
    }

    /** The connection may be closed before the login is answered. */
    private static int logInOrLose(Guest guest, String device) {
        try {
            return guest.client().login("alice", OLD, "ios", device).code();
        } catch (AssertionError closed) {
            assertThat(guest.client().closeCode()).isEqualTo(4401);
            return 4401;
        }
    }

    @Test
    void aLoginThatMeetsOtherRolesGoesOnWithThem() {
        for (int round = 0; round < 100; round++) {
            accounts.put("alice", OLD, "admin");
            Guest alice = gateway.connect();
            List<Integer> codes = ConcurrentRun.run(2, thread -> {
                if (thread == 1) {
                    accounts.put("alice", OLD);
                    return gateway.server.accountChanged("alice", AccountChange.ROLES);
                }
                return logInOrLose(alice, "a");
            });

            if (codes.get(0) == 200) {
                goesOnWithoutTheRoleOrIsAskedToLogInAgain(alice);
            }
            alice.connection().vanish();
            gateway.server.accountChanged("alice", AccountChange.REMOVED);
        }
    }

    /** The look behind the answer may come before the new roles, and finds a token with the old ones. */
    private static void goesOnWithoutTheRoleOrIsAskedToLogInAgain(Guest alice) {
        try {
            assertThat(alice.request(FOR_ADMINS, "{}").code()).isEqualTo(403);
        } catch (AssertionError refused) {
            if (alice.connection().isOpen()) {
                throw refused;
            }
            assertThat(alice.client().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void noSessionOfAKeyThatIsTakenOutStaysHoweverTheyMeet() {
        accounts.put("alice", OLD);
        for (int round = 0; round < 50; round++) {
            String key = "key of round " + round;
            gateway.tokens.key(key);
            String token = login("alice", OLD, "ios", "p").access();
            List<Guest> guests = List.of(gateway.connect(), gateway.connect());
            List<Boolean> done = ConcurrentRun.run(3, thread -> {
                if (thread == 2) {
                    gateway.tokens.takeOut(key);
                    gateway.server.reload(ConfigFile.GATEWAY, "a test");
                } else {
                    showOrLose(guests.get(thread), token);
                }
                return true;
            });
            assertThat(done).hasSize(3);

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
            guests.forEach(guest -> guest.connection().vanish());
        }
    }

    private static void showOrLose(Guest guest, String token) {
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

    @Test
    void aRemovedSigningKeyClosesTheSessionsOfItsTokens() {
        accounts.put("alice", OLD);
        Person old = login("alice", OLD, "web", "w");
        Person renewed = login("alice", OLD, "ios", "p");
        gateway.tokens.key("key-2");
        Person young = login("alice", OLD, "android", "q");
        String fresh = ApiContract.json(refresh(renewed)).path("token").textValue();
        assertThat(renewed.guest().client().verify(fresh).code()).isEqualTo(200);
        gateway.server.reload(ConfigFile.GATEWAY, "a test");
        assertThat(old.guest().request(3001, "{}").code()).isEqualTo(200);

        gateway.tokens.takeOut("key-1");
        gateway.server.reload(ConfigFile.GATEWAY, "a test");

        assertClosed(old);
        assertThat(renewed.guest().request(3001, "{}").code()).isEqualTo(200);
        assertThat(young.guest().request(3001, "{}").code()).isEqualTo(200);
        assertThat(refresh(old).status())
                .as("a refresh token is signed by nobody")
                .isEqualTo(200);
    }
}
