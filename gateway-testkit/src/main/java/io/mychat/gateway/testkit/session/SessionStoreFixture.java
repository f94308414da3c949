package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store under test, and the helpers of the tests in {@link SessionStoreContract}. */
@ExtendWith(ContractRules.class)
abstract class SessionStoreFixture {

    static final SeatRule ONE_SEAT = new SeatRule(1, WhenFull.KICK_OLDEST, 0);
    static final SeatRule THREE_SEATS = new SeatRule(3, WhenFull.KICK_OLDEST, 0);
    static final SeatRule ONE_SEAT_NO_KICK = new SeatRule(1, WhenFull.REJECT, 0);

    SessionStore store;

    /** Creates an empty store; called before each test. */
    protected abstract SessionStore newStore();

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    Admitted admit(Session candidate, SeatRule rule) {
        LoginOutcome outcome = store.login(candidate, rule);
        assertThat(outcome).isInstanceOf(Admitted.class);
        return (Admitted) outcome;
    }

    static Session session(String id, String userId, String platform, String deviceId) {
        return new Session(
                id,
                new AccountState(new UserInfo(userId, userId + "@example.org", Set.of("member")), "fingerprint"),
                new DeviceKey(platform, deviceId),
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "node-1");
    }
}
