package io.mychat.gateway.testkit.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginAnswer.Admitted;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.login.LoginClaim.InboxPosition;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link LoginStore} does. The suites of the three stores apply as well: with a {@link SessionStore} whose logins
 * and a {@link TokenStore} whose questions go through the store.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class LoginStoreContract {

    private static final SeatRule ONE_SEAT = new SeatRule(1, WhenFull.KICK_OLDEST, 0);
    private static final SeatRule ONE_SEAT_NO_KICK = new SeatRule(1, WhenFull.REJECT, 0);

    private TestedStores stores;

    /** An empty store and the three for which it answers. */
    public record TestedStores(LoginStore logins, TokenStore tokens, SessionStore sessions, MessageStore messages) {}

    /** Creates empty stores; called before each test. */
    protected abstract TestedStores newStores();

    @BeforeEach
    void makeStores() {
        stores = newStores();
    }

    @Test
    void itAnswersForTheThreeAndForNoOthers() {
        TestedStores others = newStores();

        assertThat(stores.logins().combines(stores.tokens(), stores.sessions(), stores.messages()))
                .isTrue();
        assertThat(stores.logins().combines(others.tokens(), stores.sessions(), stores.messages()))
                .isFalse();
        assertThat(stores.logins().combines(stores.tokens(), others.sessions(), stores.messages()))
                .isFalse();
        assertThat(stores.logins().combines(stores.tokens(), stores.sessions(), others.messages()))
                .isFalse();
    }

    @Test
    void anAdmittedSessionIsInTheSessionStore() {
        Admitted first = admitted(claim("s1", "d1", ONE_SEAT, token("t1", "f1", 0)));
        Admitted second = admitted(claim("s2", "d2", ONE_SEAT, token("t2", "f2", 0)));

        assertThat(second.seat().displaced()).hasSize(1);
        assertThat(second.seat().displaced().get(0).session())
                .isEqualTo(first.seat().session());
        assertThat(stores.sessions().sessionsOf("alice"))
                .containsExactly(second.seat().session());
    }

    @Test
    void withoutAFreeSeatNothingChanges() {
        Admitted first = admitted(claim("s1", "d1", ONE_SEAT_NO_KICK, token("t1", "f1", 0)));

        assertThat(stores.logins().login(claim("s2", "d2", ONE_SEAT_NO_KICK, token("t2", "f2", 0))))
                .isInstanceOf(LoginAnswer.NoFreeSeat.class);
        assertThat(stores.sessions().sessionsOf("alice"))
                .containsExactly(first.seat().session());
    }

    @Test
    void aRevokedTokenChangesNothing() {
        Admitted first = admitted(claim("s1", "d1", ONE_SEAT, token("t1", "f1", 0)));
        stores.tokens().revokeToken(token("t2", "f2", 0));
        stores.tokens().revokeFamily("f3");

        assertRevoked(token("t2", "f2", 0));
        assertRevoked(token("t3", "f3", 0));
        // One of some is enough.
        assertRevoked(token("t4", "f4", 0), token("t2", "f2", 0));
        long generation = stores.tokens().revokeUser("alice");
        assertRevoked(token("t5", "f5", generation - 1));
        assertThat(stores.sessions().sessionsOf("alice"))
                .containsExactly(first.seat().session());

        admitted(claim("s9", "d9", ONE_SEAT, token("t6", "f6", generation)));
    }

    @Test
    void aTokenWithoutAFamilyIsRevokedByAChangeOfItsAccount() {
        TokenClaims foreign = token("t1", "", 0);
        admitted(claim("s1", "d1", ONE_SEAT, foreign));
        stores.tokens()
                .revokeOthers(new io.mychat.gateway.spi.session.AccountState(
                        new UserInfo("alice", "alice", Set.of()), "fingerprint"));

        assertRevoked(foreign);
    }

    @Test
    void theBoundsAreThoseOfTheInbox() {
        stores.messages().append(message("m1"));
        stores.messages().append(message("m2"));
        InboxPage inbox = stores.messages().readInbox("alice", 0, 0);

        Admitted admitted = admitted(claim("s1", "d1", ONE_SEAT));

        assertThat(admitted.inbox()).isEqualTo(inbox);
        assertThat(admitted.inbox().latestSeq()).isEqualTo(2);
    }

    @Test
    void aPositionBeyondTheInboxIsALossAsForTheMessageStore() {
        stores.messages().append(message("m1"));
        String epoch = stores.messages().readInbox("alice", 0, 0).epoch();
        LoginClaim known = claim("s1", "d1", ONE_SEAT);

        Admitted there = admitted(new LoginClaim(
                known.candidate(), known.rule(), known.tokens(), Optional.of(new InboxPosition(epoch, 1))));
        Admitted beyond = admitted(new LoginClaim(
                known.candidate(), known.rule(), known.tokens(), Optional.of(new InboxPosition(epoch, 7))));

        assertThat(there.inbox().epoch()).isEqualTo(epoch);
        assertThat(beyond.inbox()).isEqualTo(stores.messages().readInbox("alice", 0, 0));
    }

    private void assertRevoked(TokenClaims... tokens) {
        assertThat(stores.logins().login(claim("s3", "d3", ONE_SEAT, tokens))).isInstanceOf(LoginAnswer.Revoked.class);
    }

    private Admitted admitted(LoginClaim claim) {
        LoginAnswer answer = stores.logins().login(claim);
        assertThat(answer).isInstanceOf(Admitted.class);
        return (Admitted) answer;
    }

    private static LoginClaim claim(String sessionId, String deviceId, SeatRule rule, TokenClaims... tokens) {
        Session candidate = new Session(
                sessionId,
                new UserInfo("alice", "alice", Set.of()),
                new DeviceKey("web", deviceId),
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "node-1");
        return new LoginClaim(candidate, rule, List.of(tokens), Optional.empty());
    }

    private static TokenClaims token(String id, String familyId, long generation) {
        Instant now = Instant.now();
        return new TokenClaims(
                id,
                new UserInfo("alice", "alice", Set.of()),
                familyId.isEmpty() ? null : new DeviceKey("web", "d1"),
                familyId,
                generation,
                now,
                now.plus(Duration.ofHours(1)));
    }

    private static NewMessage message(String id) {
        return new NewMessage(id, "bob", "alice", id, null, "a session", Instant.parse("2025-01-08T10:30:00Z"));
    }
}
