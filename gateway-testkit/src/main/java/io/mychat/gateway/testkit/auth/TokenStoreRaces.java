package io.mychat.gateway.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationOutcome.Repeated;
import io.mychat.gateway.spi.auth.RotationOutcome.Rotated;
import io.mychat.gateway.spi.auth.RotationOutcome.Unknown;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link TokenStoreContract} in which many threads use the store at once. */
abstract class TokenStoreRaces extends TokenStoreRefreshing {

    private static final int THREADS = 8;

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
}
