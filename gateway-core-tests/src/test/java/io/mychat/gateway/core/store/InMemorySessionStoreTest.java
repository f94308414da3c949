package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.session.SessionStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemorySessionStoreTest extends SessionStoreContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected SessionStore newStore() {
        return new InMemorySessionStore(time);
    }

    @Test
    void theSequenceIsTheClockInMicroseconds() {
        assertThat(seqOfALogin(newStore())).isEqualTo(time.now().getEpochSecond() * 1_000_000);
    }

    @Test
    void theSequenceRisesWhenTheClockGoesBack() {
        SessionStore store = newStore();
        long before = seqOfALogin(store);

        time.jumpWallClock(Duration.ofDays(-1));

        assertThat(seqOfALogin(store)).isEqualTo(before + 1);
    }

    private static long seqOfALogin(SessionStore store) {
        Session candidate = new Session(
                "s1",
                new UserInfo("alice", "alice", Set.of()),
                new DeviceKey("web", "d1"),
                "ip",
                Instant.EPOCH,
                0,
                "n");
        Admitted admitted = (Admitted) store.login(candidate, new SeatRule(1, WhenFull.KICK_OLDEST, 0));
        store.remove(admitted.session());
        return admitted.session().loginSeq();
    }
}
