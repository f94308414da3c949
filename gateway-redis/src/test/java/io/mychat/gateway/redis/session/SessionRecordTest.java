package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionRecordTest {

    private static final UserInfo ALICE = new UserInfo("alice", "Alice", Set.of("admin"));

    @Test
    void theFingerprintOfTheAccountComesBack() {
        Session session = session(new AccountState(ALICE, "fingerprint"));

        assertThat(SessionRecord.read(new SessionRecord(session, "i1", 0).body()))
                .contains(new SessionRecord(session, "i1", 0));
    }

    @Test
    void aRecordOfAReleaseThatWroteNoFingerprintIsRead() {
        Session session = session(new AccountState(ALICE));
        String body = new SessionRecord(session, "i1", 0).body();

        assertThat(body).doesNotContain("account");
        assertThat(SessionRecord.read(body)).contains(new SessionRecord(session, "i1", 0));
    }

    private static Session session(AccountState account) {
        return new Session(
                "s1", account, new DeviceKey("web", "d1"), "192.0.2.1", Instant.parse("2025-01-08T10:30:00Z"), 0, "n1");
    }
}
