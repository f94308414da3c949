package io.mychat.gateway.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

/** What a change of an account ends, and what it leaves. */
class AccountChangeTest extends AccountChangeFixture {

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
