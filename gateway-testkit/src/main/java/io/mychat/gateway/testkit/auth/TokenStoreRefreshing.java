package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Reused;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of {@link TokenStoreContract} that is about refresh tokens: rotation, repetition, reuse. */
abstract class TokenStoreRefreshing extends TokenStoreFixture {

    @Test
    void aRefreshTokenIsReplacedByItsSuccessor() {
        RefreshGrant grant = open("f1", "alice", PHONE, "t1");
        elapse(Duration.ofDays(1));
        Instant end = now().plus(LIFE);

        assertThat(rotate("t1", "t2")).isEqualTo(new Rotated(new RefreshGrant("f1", user("alice"), PHONE, end)));
        assertThat(rotate("t2", "t3")).isInstanceOf(Rotated.class);
        assertThat(grant.expiresAt()).isBefore(end);
    }

    @Test
    void aFamilyThatIsBegunAgainWithTheSameTokenIsOneFamily() {
        RefreshGrant grant = open("f1", "alice", PHONE, "t1");

        assertThat(store.open(grant, "t1")).isEqualTo(store.generation("alice"));

        assertThat(rotate("t1", "t2")).isInstanceOf(Rotated.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Rotated.class);
    }

    @Test
    void aTokenThatWasNeverIssuedIsUnknown() {
        open("f1", "alice", PHONE, "t1");

        assertThat(rotate("else", "t2")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Unknown.class);
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotated.class);
    }

    @Test
    void anExpiredTokenIsUnknown() {
        open("f1", "alice", PHONE, "t1");

        elapse(LIFE);

        assertThat(rotate("t1", "t2")).isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Unknown.class);
    }

    @Test
    void aSuccessorLivesLongerThanItsPredecessorWould() {
        open("f1", "alice", PHONE, "t1");
        elapse(LIFE.minusDays(1));
        rotate("t1", "t2");

        elapse(Duration.ofDays(2));

        assertThat(rotate("t2", "t3")).isInstanceOf(Rotated.class);
    }

    @Test
    void aLostAnswerIsRepeated() {
        open("f1", "alice", PHONE, "t1");
        RotationOutcome first = rotate("t1", "t2");
        elapse(Duration.ofSeconds(9));

        assertThat(rotate("t1", "t2b"))
                .isEqualTo(new Repeated(((Rotated) first).grant(), List.of(sealed("t1", "t2")), ADDRESS));
        assertThat(rotate("t2b", "t3"))
                .as("the offered successor is not stored")
                .isInstanceOf(Unknown.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Rotated.class);
    }

    @Test
    void aRepetitionLeadsToTheNewestTokenOfTheLine() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");
        elapse(Duration.ofSeconds(4));
        rotate("t2", "t3");
        elapse(Duration.ofSeconds(4));
        rotate("t3", "t4");

        assertThat(sealedIn(rotate("t1", "x")))
                .containsExactly(sealed("t1", "t2"), sealed("t2", "t3"), sealed("t3", "t4"));
        assertThat(sealedIn(rotate("t3", "x"))).containsExactly(sealed("t3", "t4"));
        assertThat(rotate("t4", "t5")).isInstanceOf(Rotated.class);
        assertThat(sealedIn(rotate("t3", "x"))).containsExactly(sealed("t3", "t4"), sealed("t4", "t5"));
    }

    @Test
    void aRepetitionNamesTheAddressOfTheFirstUse() {
        open("f1", "alice", PHONE, "t1");
        store.rotate(rotation("t1", "t2", "2001:db8::1"));

        assertThat(((Repeated) store.rotate(rotation("t1", "x", "192.0.2.9"))).firstAddress())
                .isEqualTo("2001:db8::1");
        assertThat(((Repeated) store.rotate(rotation("t1", "x", "192.0.2.10"))).firstAddress())
                .isEqualTo("2001:db8::1");
    }

    @Test
    void anAnswerIsRepeatedTenTimes() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");
        for (int i = 0; i < 10; i++) {
            assertThat(rotate("t1", "x" + i)).as("repetition %s", i).isInstanceOf(Repeated.class);
        }

        assertThat(rotate("t1", "x")).isInstanceOf(Reused.class);
        assertThat(rotate("t2", "t3")).isInstanceOf(Unknown.class);
    }

    @Test
    void tenSecondsCountFromTheFirstUseAndNotFromTheLastRepetition() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");
        elapse(Duration.ofSeconds(6));
        assertThat(rotate("t1", "x")).isInstanceOf(Repeated.class);
        elapse(Duration.ofSeconds(4).minusMillis(1));
        assertThat(rotate("t1", "x")).isInstanceOf(Repeated.class);
        elapse(Duration.ofMillis(1));

        assertThat(rotate("t1", "x")).isInstanceOf(Reused.class);
    }

    @Test
    void aLaterUseOfTheSuccessorProlongsNothing() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");
        elapse(Duration.ofSeconds(9));
        rotate("t2", "t3");
        elapse(Duration.ofSeconds(2));

        assertThat(rotate("t2", "x")).isInstanceOf(Repeated.class);
        assertThat(rotate("t1", "x")).isInstanceOf(Reused.class);
        assertThat(rotate("t2", "x")).isInstanceOf(Unknown.class);
        assertThat(rotate("t3", "x")).isInstanceOf(Unknown.class);
    }

    @Test
    void nothingIsRepeatedAfterARevocation() {
        open("f1", "alice", PHONE, "t1");
        open("f2", "bob", PHONE, "u1");
        open("f3", "carol", PHONE, "v1");
        rotate("t1", "t2");
        rotate("u1", "u2");
        rotate("v1", "v2");

        store.revokeFamily("f1");
        store.revokeDevice("bob", PHONE);
        store.revokeUser("carol");

        for (String hash : List.of("t1", "u1", "v1", "t2", "u2", "v2")) {
            assertThat(rotate(hash, "x")).as(hash).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aFamilyEndsHoweverOftenItsTokensAreReplaced() {
        open("f1", "alice", PHONE, "t1");
        for (int i = 1; i < 9; i++) {
            elapse(Duration.ofDays(20));
            assertThat(rotate("t" + i, "t" + (i + 1))).isInstanceOf(Rotated.class);
        }
        elapse(Duration.ofDays(19));
        RotationOutcome last = rotate("t9", "t10");
        assertThat(((Rotated) last).grant().expiresAt()).isEqualTo(now().plus(Duration.ofDays(1)));
        assertThat(((Repeated) rotate("t9", "x")).grant()).isEqualTo(((Rotated) last).grant());
        elapse(Duration.ofDays(1).minusMillis(1));
        assertThat(rotate("t10", "t11")).isInstanceOf(Rotated.class);
        elapse(Duration.ofMillis(1));

        assertThat(rotate("t11", "t12")).isInstanceOf(Unknown.class);
        assertThat(rotate("t10", "t12")).isInstanceOf(Unknown.class);
    }

    @Test
    void aFamilyIsFoundByItsTokensDeadOrLiving() {
        RefreshGrant grant = open("f1", "alice", PHONE, "t1");
        assertThat(store.find("t1")).contains(grant);
        elapse(Duration.ofDays(1));
        RefreshGrant newer = ((Rotated) rotate("t1", "t2")).grant();
        elapse(Duration.ofMinutes(1));

        assertThat(store.find("t2")).contains(newer);
        assertThat(store.find("t1")).contains(newer);
        assertThat(store.find("else")).isEmpty();
        assertThat(rotate("t2", "t3")).as("looking has changed nothing").isInstanceOf(Rotated.class);
        store.revokeFamily("f1");
        assertThat(store.find("t3")).isEmpty();
    }

    @Test
    void anAnswerAskedForTooLateRevokesTheFamily() {
        open("f1", "alice", PHONE, "t1");
        rotate("t1", "t2");
        elapse(Duration.ofSeconds(11));

        RotationOutcome outcome = rotate("t1", "t3");

        assertThat(outcome).isInstanceOf(Reused.class);
        assertThat(((Reused) outcome).grant().familyId()).isEqualTo("f1");
        assertThat(rotate("t2", "t4")).isInstanceOf(Unknown.class);
        assertThat(rotate("t3", "t4")).isInstanceOf(Unknown.class);
        assertThat(store.isRevoked(claims("a1", "alice", "f1"))).isTrue();
    }

    @Test
    void reuseInOneFamilyLeavesTheOthers() {
        open("f1", "alice", PHONE, "t1");
        open("f2", "alice", LAPTOP, "u1");
        rotate("t1", "t2");
        rotate("t2", "t3");
        elapse(Duration.ofSeconds(11));
        rotate("t1", "t4");

        assertThat(rotate("u1", "u2")).isInstanceOf(Rotated.class);
        assertThat(store.isRevoked(claims("a1", "alice", "f2"))).isFalse();
    }
}
