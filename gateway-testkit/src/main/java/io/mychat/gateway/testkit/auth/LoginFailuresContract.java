package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.LoginFailures.Bound;
import io.mychat.gateway.spi.auth.LoginFailures.KnownOrigin;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link LoginFailures}. A subclass creates empty instances and advances their time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class LoginFailuresContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** The time beyond a minute for which a failure may be counted. */
    private static final Duration SLOT = Duration.ofSeconds(5);

    private static final Bound USER = new Bound("user:alice", 2);
    private static final Bound ADDRESS = new Bound("address:192.0.2.1", 4);
    private static final int THREADS = 8;

    private LoginFailures failures;

    /** Called by JUnit. */
    protected LoginFailuresContract() {}

    /** Creates an instance without failures; called before each test. */
    protected abstract LoginFailures newLoginFailures();

    /** Advances the time of the instance. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void make() {
        failures = newLoginFailures();
    }

    @Test
    void whoHasNotFailedMayTry() {
        assertThat(failures.untilAllowed(List.of(USER, ADDRESS))).isZero();
        assertThat(failures.untilAllowed(List.of())).isZero();
        assertThat(failures.count(List.of())).isZero();
    }

    @Test
    void afterAsManyFailuresAsTheLimitOneWaits() {
        assertThat(failures.count(List.of(USER))).isZero();
        assertThat(failures.untilAllowed(List.of(USER))).isZero();
        assertThat(failures.count(List.of(USER))).isZero();

        assertThat(failures.untilAllowed(List.of(USER))).isPositive().isLessThanOrEqualTo(MINUTE.plus(SLOT));
        assertThat(failures.count(List.of(USER))).isPositive();
    }

    @Test
    void whoHasWaitedAsLongAsToldMayTry() {
        failures.count(List.of(USER));
        elapse(Duration.ofSeconds(20));
        failures.count(List.of(USER));

        Duration first = failures.untilAllowed(List.of(USER));
        assertThat(first)
                .isBetween(MINUTE.minusSeconds(20), MINUTE.minusSeconds(20).plus(SLOT));
        elapse(first);

        assertThat(failures.untilAllowed(List.of(USER))).isZero();
        assertThat(failures.count(List.of(USER))).isZero();
        assertThat(failures.untilAllowed(List.of(USER))).isPositive();
    }

    @Test
    void aFailureCountsForAMinuteAtLeast() {
        failures.count(List.of(USER));
        failures.count(List.of(USER));
        elapse(MINUTE.minusMillis(1));

        assertThat(failures.untilAllowed(List.of(USER))).isPositive();

        elapse(SLOT.plusMillis(1));
        assertThat(failures.untilAllowed(List.of(USER))).isZero();
    }

    @Test
    void oneFailureCountsAgainstEveryBound() {
        failures.count(List.of(USER, ADDRESS));
        failures.count(List.of(USER, ADDRESS));

        assertThat(failures.untilAllowed(List.of(USER))).isPositive();
        assertThat(failures.untilAllowed(List.of(ADDRESS))).isZero();
        failures.count(List.of(ADDRESS));
        failures.count(List.of(ADDRESS));
        assertThat(failures.untilAllowed(List.of(ADDRESS))).isPositive();
    }

    @Test
    void whereOneBoundIsUsedUpNothingIsCounted() {
        failures.count(List.of(USER));
        failures.count(List.of(USER));

        for (int i = 0; i < 10; i++) {
            assertThat(failures.count(List.of(USER, ADDRESS))).isPositive();
        }

        assertThat(failures.untilAllowed(List.of(ADDRESS))).isZero();
        for (int i = 0; i < ADDRESS.limit(); i++) {
            assertThat(failures.count(List.of(ADDRESS))).isZero();
        }
        assertThat(failures.count(List.of(ADDRESS))).isPositive();
    }

    @Test
    void boundsAboutTheSameAreCountedLikeOthers() {
        Bound pair = new Bound("at:192.0.2.1:alice", 3, "alice");
        Bound user = new Bound("user:alice", 2, "alice");
        for (int i = 0; i < user.limit(); i++) {
            assertThat(failures.count(List.of(pair, ADDRESS, user))).isZero();
        }

        assertThat(failures.count(List.of(pair, ADDRESS, user))).isPositive();
        assertThat(failures.untilAllowed(List.of(pair, ADDRESS))).isZero();
        assertThat(failures.count(List.of(pair))).isZero();
        assertThat(failures.count(List.of(pair))).isPositive();
    }

    @Test
    void theLongestWaitCounts() {
        failures.count(List.of(USER));
        failures.count(List.of(USER));
        elapse(Duration.ofSeconds(30));
        for (int i = 0; i < ADDRESS.limit(); i++) {
            failures.count(List.of(ADDRESS));
        }

        assertThat(failures.untilAllowed(List.of(USER, ADDRESS)))
                .isEqualTo(failures.untilAllowed(List.of(ADDRESS)))
                .isGreaterThan(failures.untilAllowed(List.of(USER)));
    }

    @Test
    void manyFailuresAtOnceAreCountedUpToTheLimitAndNotBeyond() {
        Bound bound = new Bound("busy", 100);
        List<Long> counted = ConcurrentRun.run(THREADS, thread -> {
            long mine = 0;
            for (int i = 0; i < 25; i++) {
                mine += failures.count(List.of(bound)).isZero() ? 1 : 0;
            }
            return mine;
        });

        assertThat(counted.stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
    }

    @Test
    void whereAUserHasLoggedInIsKnownForAsLongAsSaid() {
        KnownOrigin home = new KnownOrigin("alice", "home");
        assertThat(failures.isKnown(home)).isFalse();
        failures.remember(home, Duration.ofHours(1), 3);

        assertThat(failures.isKnown(home)).isTrue();
        assertThat(failures.isKnown(new KnownOrigin("bob", "home"))).isFalse();
        assertThat(failures.isKnown(new KnownOrigin("alice", "work"))).isFalse();
        elapse(Duration.ofMinutes(59));
        assertThat(failures.isKnown(home)).isTrue();
        elapse(Duration.ofMinutes(1));
        assertThat(failures.isKnown(home)).isFalse();
    }

    @Test
    void ofManyOriginsTheMostRecentAreKnown() {
        for (String place : List.of("a", "b", "c", "a", "d")) {
            failures.remember(new KnownOrigin("alice", place), Duration.ofHours(1), 3);
            elapse(Duration.ofSeconds(1));
        }

        assertThat(List.of("a", "b", "c", "d"))
                .filteredOn(place -> failures.isKnown(new KnownOrigin("alice", place)))
                .containsExactly("a", "c", "d");
    }
}
