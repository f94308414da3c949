package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void whatAScriptHasAddedIsRead() {
        Session session = session(new AccountState(ALICE, "f"));
        String body = new SessionRecord(session, "i1", 0).body();
        String stored = body.substring(0, body.length() - 1)
                + ",\"login_seq\":1736332200000123,\"last_active\":5,\"later\":{\"v\":[0]},\"expires_at\":1.7e12}";

        assertThat(SessionRecord.read(stored))
                .contains(new SessionRecord(session.withLoginSeq(1_736_332_200_000_123L), "i1", 1_700_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"v\":1', '\"v\":0', true",
        "'\"v\":1', '\"v\":7', true",
        "'\"v\":1', '\"v\":-1', false",
        "'\"v\":1', '\"v\":\"1\"', false",
        "'\"v\":1,', '', false",
        "'\"roles\":[\"admin\"]', '\"roles\":[\"admin\",[\"x\"],null]', true",
        "'\"ip\":\"192.0.2.1\",', '', false",
        "'\"ip\":\"192.0.2.1\"', '\"ip\":1', false",
        "'\"platform\":\"web\"', '\"platform\":\"W B\"', false",
        "2025-01-08, 2025-13-08, false",
        "'{', '[', false",
        "'}', '', false"
    })
    void whatIsNoSessionOfAKnownVersionIsNone(String part, String other, boolean isOne) {
        Session session = session(new AccountState(ALICE, "f"));
        String body = new SessionRecord(session, "i1", 0).body();
        assertThat(body).contains(part);

        assertThat(SessionRecord.read(body.replace(part, other)).map(SessionRecord::session))
                .isEqualTo(isOne ? Optional.of(session) : Optional.empty());
    }

    private static Session session(AccountState account) {
        return new Session(
                "s1", account, new DeviceKey("web", "d1"), "192.0.2.1", Instant.parse("2025-01-08T10:30:00Z"), 0, "n1");
    }
}
