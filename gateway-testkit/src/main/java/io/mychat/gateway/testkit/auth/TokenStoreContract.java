package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link TokenStore} (protocol.md section 2, {@code POST /auth/refresh}). A subclass creates empty
 * stores and advances their time.
 *
 * @since 0.1.0
 */
public abstract class TokenStoreContract extends TokenStoreRaces {

    /** Called by JUnit. */
    protected TokenStoreContract() {}

    @Test
    void aTokenThatNobodyRevokedIsGood() {
        open("f1", "alice", PHONE, "t1");

        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isFalse();
        assertThat(store.isRevoked(claims("a2", "stranger", "of another node"))).isFalse();
        assertThat(store.isRevoked(claims("a3", "stranger", ""))).isFalse();
    }

    @Test
    void oneAccessTokenIsRevokedAlone() {
        store.revokeToken(claims("a1", "alice", "f1"));

        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isTrue();
        assertThat(store.isRevoked(claims("a2", "alice", "f1"))).isFalse();
    }

    @Test
    void aRevokedFamilyIsDeadWithAllItsTokens() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");

        store.revokeFamily("f1");

        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isTrue();
        assertThat(rotate("t1", "t3")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Unknown.class);
        assertThat(store.isRevoked(claims("a2", "alice", "f2"))).isFalse();
    }

    @Test
    void aFamilyThatTheStoreDoesNotKnowCanBeRevoked() {
        store.revokeFamily("of another store");

        assertThat(store.isRevoked(claims("a1", "alice", "of another store"))).isTrue();
    }

    @Test
    void revokingNoFamilyRevokesNobody() {
        store.revokeFamily("");

        assertThat(store.isRevoked(claims("a1", "alice", ""))).isFalse();
    }

    @Test
    void aDeviceLosesAllItsFamilies() {
        RefreshGrant first = open("f1", "alice", PHONE, "t1");
        RefreshGrant second = open("f2", "alice", PHONE, "t2");
        open("f3", "alice", LAPTOP, "t3");
        open("f4", "bob", PHONE, "t4");

        assertThat(store.revokeDevice("alice", PHONE)).containsExactlyInAnyOrder(first, second);

        assertThat(rotate("t1", "x")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "x")).isInstanceOf(Unknown.class);
        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isTrue();
        assertThat(rotate("t3", "y")).isInstanceOf(Rotated.class);
        assertThat(rotate("t4", "z")).isInstanceOf(Rotated.class);
        assertThat(store.revokeDevice("alice", PHONE)).isEmpty();
    }

    @Test
    void revokingAUserEndsWhatWasIssuedBeforeAndNothingLater() {
        open("f1", "alice", PHONE, "t1");
        open("f2", "bob", PHONE, "u1");
        TokenClaims before = claims("a1", "alice", "f1");

        long generation = store.revokeUser("alice");

        assertThat(generation).isPositive().isEqualTo(store.generation("alice"));
        assertThat(store.isRevoked(before)).isTrue();
        assertThat(rotate("t1", "t2")).isInstanceOf(Unknown.class);
        open("f3", "alice", PHONE, "t3");
        assertThat(store.isRevoked(claims("a2", "alice", "f3"))).isFalse();
        assertThat(rotate("t3", "t4")).isInstanceOf(Rotated.class);

        assertThat(store.generation("bob")).isZero();
        assertThat(rotate("u1", "u2")).isInstanceOf(Rotated.class);
    }

    @Test
    void aLoginKeepsTheStateOfTheAccountThatItWasGrantedFor() {
        AccountState granted = account("alice", "fingerprint", "editor");
        openFor("f1", granted, "t1");

        assertThat(rotate("t1", "t2"))
                .isInstanceOfSatisfying(
                        Rotated.class,
                        rotated -> assertThat(rotated.grant().account()).isEqualTo(granted));
        assertThat(store.revokeDevice("alice", PHONE))
                .extracting(RefreshGrant::account)
                .containsExactly(granted);
    }

    @Test
    void onlyLoginsOfAnotherAccountStateAreRevoked() {
        AccountState now = account("alice", "new", "editor");
        openFor("other password", account("alice", "old", "editor"), "t1");
        openFor("other roles", account("alice", "new", "admin", "editor"), "t2");
        openFor("unknown", new AccountState(user("alice")), "t3");
        openFor("now", now, "t4");
        openFor("somebody else's", account("bob", "old"), "t5");

        store.revokeOthers(now);
        store.revokeOthers(now);

        assertThat(rotate("t1", "x1")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "x2")).isInstanceOf(Unknown.class);
        assertThat(rotate("t3", "x3")).isInstanceOf(Unknown.class);
        assertThat(store.isRevoked(claims("a1", "alice", "other password"))).isTrue();
        assertThat(store.isRevoked(claims("a2", "alice", "other roles"))).isTrue();
        assertThat(store.isRevoked(claims("a3", "alice", "unknown"))).isTrue();
        assertThat(store.isRevoked(claims("a4", "alice", "now"))).isFalse();
        assertThat(rotate("t4", "x4")).isInstanceOf(Rotated.class);
        assertThat(rotate("t5", "x5")).isInstanceOf(Rotated.class);
        assertThat(store.revokeDevice("alice", PHONE))
                .as("it is still found by its user")
                .hasSize(1);
    }

    @Test
    void foreignTokensEndWithTheAccountState() {
        TokenClaims before = foreign("a1", "alice", now());
        TokenClaims somebodyElses = foreign("a2", "bob", now());
        assertThat(store.isRevoked(before)).isFalse();

        store.revokeOthers(account("alice", "new"));

        assertThat(store.isRevoked(before)).isTrue();
        assertThat(store.isRevoked(foreign("a3", "alice", now().plusSeconds(1))))
                .isFalse();
        assertThat(store.isRevoked(somebodyElses)).isFalse();
    }

    @Test
    void whoOpensAFamilyIsToldTheGeneration() {
        assertThat(store.open(grant("f1", "alice", PHONE), "t1")).isZero();
        long generation = store.revokeUser("alice");

        assertThat(store.open(grant("f2", "alice", PHONE), "t2")).isEqualTo(generation);
        assertThat(store.open(grant("f3", "bob", PHONE), "t3")).isZero();
    }

    @Test
    void aLoginThatWasRevokedBeforeItBeganDoesNotBegin() {
        store.revokeFamily("f1");

        assertThat(store.open(grant("f1", "alice", PHONE), "t1")).isEqualTo(TokenStore.REVOKED);

        assertThat(rotate("t1", "t2")).isInstanceOf(Unknown.class);
        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isTrue();
    }

    @Test
    void revocationsOutliveTokensWhoseLifeHasGrown() {
        AtomicLong days = new AtomicLong(1);
        store = newStore(() -> Duration.ofDays(days.get()));
        open("f1", "alice", PHONE, "t1");
        days.set(20);
        open("f2", "bob", PHONE, "t2");
        TokenClaims ofTheUser = claims("a1", "alice", "f1");
        TokenClaims ofTheFamily = claims("a2", "bob", "f2");

        store.revokeUser("alice");
        store.revokeFamily("f2");
        elapse(Duration.ofDays(20));

        assertThat(store.isRevoked(ofTheUser)).isTrue();
        assertThat(store.isRevoked(ofTheFamily)).isTrue();
    }

    @Test
    void theGenerationOnlyRises() {
        long first = store.revokeUser("alice");
        TokenClaims between = claims("a1", "alice", "f1");

        assertThat(store.revokeUser("alice")).isGreaterThan(first);
        assertThat(store.isRevoked(between)).isTrue();
    }
}
