package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Reused;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TokenStore} promises (protocol.md section 2, {@code POST /auth/refresh}). Extend it and say how to
 * make an empty store and how to let time go by for it.
 */
public abstract class TokenStoreContract {

    private static final DeviceKey PHONE = new DeviceKey("ios", "d1");
    private static final DeviceKey LAPTOP = new DeviceKey("web", "d1");
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration FAMILY_LIFE = Duration.ofDays(180);
    private static final String ADDRESS = "192.0.2.1";
    private static final int THREADS = 8;

    private TokenStore store;

    /** For JUnit. */
    protected TokenStoreContract() {}

    /** An empty store; called before each test. */
    protected abstract TokenStore newStore();

    /** The store's time of day. */
    protected abstract Instant now();

    /** Lets so much time go by for the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

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

    private static TokenClaims foreign(String tokenId, String userId, Instant issuedAt) {
        return new TokenClaims(tokenId, user(userId), null, "", 0, issuedAt, issuedAt.plus(Duration.ofDays(1)));
    }

    @Test
    void loginsOfTheNewStateSurviveWhoeverRevokesTheOthers() {
        AccountState old = account("alice", "old");
        AccountState now = account("alice", "new");
        for (int round = 0; round < 30; round++) {
            String name = "r" + round + "-";
            List<Boolean> fine = ConcurrentRun.run(4, thread -> {
                if (thread == 0) {
                    store.revokeOthers(now);
                } else {
                    openFor(name + thread, thread == 1 ? old : now, name + "t" + thread);
                }
                return true;
            });
            assertThat(fine).hasSize(4);
            store.revokeOthers(now);

            assertThat(store.isRevoked(claims("a", "alice", name + 1))).isTrue();
            assertThat(rotate(name + "t2", name + "x2")).isInstanceOf(Rotated.class);
            assertThat(rotate(name + "t3", name + "x3")).isInstanceOf(Rotated.class);
            store.revokeUser("alice");
        }
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
        store.attach(new FixedTokenLifetime(() -> Duration.ofDays(days.get())));
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

    @Test
    void manyWhoShowOneTokenAtOnceGetTheSameSuccessor() {
        for (int round = 0; round < 20; round++) {
            String name = "f" + round + "-";
            open(name, "alice", PHONE, name + "t");

            List<RotationOutcome> outcomes = ConcurrentRun.run(11, i -> rotate(name + "t", name + i));

            assertThat(outcomes).filteredOn(Rotated.class::isInstance).hasSize(1);
            String successor = name
                    + IntStream.range(0, 11)
                            .filter(i -> outcomes.get(i) instanceof Rotated)
                            .findFirst()
                            .orElseThrow();
            assertThat(outcomes)
                    .filteredOn(Repeated.class::isInstance)
                    .hasSize(10)
                    .allSatisfy(
                            outcome -> assertThat(sealedIn(outcome)).containsExactly(sealed(name + "t", successor)));
            assertThat(rotate(successor, name + "next")).isInstanceOf(Rotated.class);
            store.revokeFamily(name);
        }
    }

    @Test
    void whoShowsATokenWhileItsSuccessorsMoveOnReachesALivingOne() {
        for (int round = 0; round < 10; round++) {
            String name = "g" + round + "-";
            open(name, "alice", PHONE, name + 0);
            rotate(name + 0, name + 1);

            List<List<RotationOutcome>> outcomes = ConcurrentRun.run(4, thread -> {
                List<RotationOutcome> mine = new ArrayList<>();
                for (int i = 1; i <= 3; i++) {
                    // One moves the line on; three show the first token, nine times in all.
                    mine.add(thread == 0 ? rotate(name + i, name + (i + 1)) : rotate(name + 0, "x" + thread + i));
                }
                return mine;
            });

            assertThat(outcomes.get(0)).hasOnlyElementsOfType(Rotated.class);
            assertThat(outcomes.subList(1, 4)).allSatisfy(ofOne -> {
                assertThat(ofOne).hasOnlyElementsOfType(Repeated.class);
                assertThat(ofOne)
                        .extracting(outcome -> sealedIn(outcome).size())
                        .isSorted();
                assertThat(ofOne)
                        .allSatisfy(outcome -> assertThat(sealedIn(outcome))
                                .startsWith(sealed(name + 0, name + 1))
                                .hasSizeLessThanOrEqualTo(4));
            });
            store.revokeFamily(name);
        }
    }

    @Test
    void aRevocationAmongManyRepetitionsIsTheEnd() {
        for (int round = 0; round < 20; round++) {
            String name = "h" + round + "-";
            open(name, "alice", PHONE, name + "t");
            rotate(name + "t", name + "u");

            List<RotationOutcome> outcomes = ConcurrentRun.run(6, thread -> {
                if (thread == 0) {
                    store.revokeFamily(name);
                }
                return rotate(name + "t", name + "x" + thread);
            });

            assertThat(outcomes.get(0)).isInstanceOf(Unknown.class);
            assertThat(outcomes).hasOnlyElementsOfTypes(Repeated.class, Unknown.class);
            assertThat(rotate(name + "t", name + "y")).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aLivingTokenIsRotatedAlthoughManyFamiliesMoveAtOnce() {
        ConcurrentRun.run(THREADS, thread -> {
            open("f" + thread, "alice", PHONE, "t" + thread + "-0");
            for (int i = 0; i < 50; i++) {
                assertThat(rotate("t" + thread + "-" + i, "t" + thread + "-" + (i + 1)))
                        .isInstanceOf(Rotated.class);
            }
            return thread;
        });

        assertThat(store.revokeDevice("alice", PHONE)).hasSize(THREADS);
    }

    @Test
    void manyRevocationsOfOneUserAtOnceGiveDifferentGenerations() {
        List<Long> generations = ConcurrentRun.run(THREADS, thread -> store.revokeUser("alice"));

        assertThat(generations).doesNotHaveDuplicates();
        assertThat(generations.stream().max(Long::compare)).contains(store.generation("alice"));
    }

    private RefreshGrant open(String familyId, String userId, DeviceKey device, String hash) {
        RefreshGrant grant = grant(familyId, userId, device);
        store.open(grant, hash);
        return grant;
    }

    private void openFor(String familyId, AccountState account, String hash) {
        store.open(new RefreshGrant(familyId, account, PHONE, now().plus(LIFE)), hash);
    }

    private static AccountState account(String userId, String fingerprint, String... roles) {
        return new AccountState(new UserInfo(userId, userId, Set.of(roles)), fingerprint);
    }

    private RefreshGrant grant(String familyId, String userId, DeviceKey device) {
        return new RefreshGrant(familyId, user(userId), device, now().plus(LIFE));
    }

    private RotationOutcome rotate(String hash, String successor) {
        return store.rotate(rotation(hash, successor, ADDRESS));
    }

    private RotationRequest rotation(String hash, String successor, String address) {
        return new RotationRequest(
                hash,
                new RotationRequest.Successor(successor, sealed(hash, successor), now().plus(LIFE)),
                FAMILY_LIFE,
                address);
    }

    private static String sealed(String hash, String successor) {
        return successor + " under " + hash;
    }

    private static List<String> sealedIn(RotationOutcome outcome) {
        assertThat(outcome).isInstanceOf(Repeated.class);
        return ((Repeated) outcome).sealed();
    }

    /** A token issued now. */
    private TokenClaims claims(String tokenId, String userId, String familyId) {
        return new TokenClaims(
                tokenId,
                new UserInfo(userId, userId, Set.of()),
                familyId.isEmpty() ? null : PHONE,
                familyId,
                store.generation(userId),
                now(),
                now().plus(Duration.ofDays(1)));
    }

    private static UserInfo user(String userId) {
        return new UserInfo(userId, userId, Set.of());
    }
}
