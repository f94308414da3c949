package io.mychat.gateway.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logins that meet a change of their account, many times. */
class AccountChangeRaceTest extends AccountChangeFixture {

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
}
