package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PasswordVerifierTest {

    private static final PasswordHasher CHEAP = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32));
    private static final PasswordHasher DEARER = new PasswordHasher(new Argon2Parameters(16, 2, 1, 32));

    private final UserAccounts accounts = UserAccounts.builder()
            .add("u-1", "alice", CHEAP.hash("wonderland"), Set.of("admin"))
            .add("u-2", "bob", DEARER.hash("builder"), Set.of())
            .build();
    private final List<Argon2Parameters> evaluations = new ArrayList<>();
    private final PasswordPool pool = new PasswordPool(1, 2);
    private final PasswordVerifier verifier = new PasswordVerifier(accounts, pool, (stored, password) -> {
        evaluations.add(stored.parameters());
        return stored.matches(password);
    });

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void theRightPasswordIsAccepted() {
        assertThat(verifier.verify("alice", "wonderland"))
                .isInstanceOfSatisfying(CredentialVerdict.Accepted.class, accepted -> {
                    assertThat(accepted.user()).isEqualTo(new UserInfo("u-1", "alice", Set.of("admin")));
                    assertThat(accepted.account().isKnown()).isTrue();
                    assertThat(accounts.account("u-1")).contains(accepted.account());
                });
    }

    @Test
    void everyRefusalLooksTheSameAndCostsOneHash() {
        List<String[]> attempts = List.of(
                new String[] {"alice", "builder"},
                new String[] {"ALICE", "wonderland"},
                new String[] {"mallory", "wonderland"},
                new String[] {"", ""},
                new String[] {"alice", ""},
                new String[] {"alice", "x".repeat(1025)},
                new String[] {"mallory", "x".repeat(100_000)});
        for (String[] attempt : attempts) {
            evaluations.clear();
            assertThat(verifier.verify(attempt[0], attempt[1])).isEqualTo(new CredentialVerdict.Rejected());
            assertThat(evaluations).as(attempt[0]).hasSize(1);
        }
        evaluations.clear();
        verifier.verify("alice", "wonderland");
        assertThat(evaluations).hasSize(1);
    }

    @Test
    void anUnknownNameCostsWhatARealUserCosts() {
        Set<Argon2Parameters> seen = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            evaluations.clear();
            verifier.verify("nobody-" + i, "x");
            verifier.verify("nobody-" + i, "y");
            assertThat(evaluations).hasSize(2);
            assertThat(Set.copyOf(evaluations)).hasSize(1);
            seen.addAll(evaluations);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(new Argon2Parameters(8, 1, 1, 32), new Argon2Parameters(16, 2, 1, 32));
    }

    @Test
    void withoutAnyUserAnUnknownNameStillCostsADefaultHash() {
        PasswordVerifier empty = new PasswordVerifier(UserAccounts.builder().build(), pool, (stored, password) -> {
            evaluations.add(stored.parameters());
            return true;
        });
        assertThat(empty.verify("alice", "x")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(evaluations).containsExactly(Argon2Parameters.DEFAULT);
    }

    @Test
    void aFullQueueIsBusyAndThoseWhoWaitAreServed() throws Exception {
        try (Blocked blocked = new Blocked(new PasswordPool(1, 2))) {
            CompletableFuture<CredentialVerdict> running = blocked.verify();
            blocked.begun.await();
            CompletableFuture<CredentialVerdict> first = blocked.verifyWaiting(1);
            CompletableFuture<CredentialVerdict> second = blocked.verifyWaiting(2);
            CredentialVerdict third = blocked.verifier.verify("alice", "wonderland");
            assertThat(third).isInstanceOf(CredentialVerdict.Busy.class);
            assertThat(((CredentialVerdict.Busy) third).retryAfter()).isPositive();

            blocked.release.countDown();
            assertThat(List.of(running.get(), first.get(), second.get()))
                    .allMatch(CredentialVerdict.Accepted.class::isInstance);
        }
    }

    @Test
    void anInterruptedCallerGivesUpItsPlace() throws Exception {
        try (Blocked blocked = new Blocked(new PasswordPool(1, 1))) {
            CompletableFuture<CredentialVerdict> running = blocked.verify();
            blocked.begun.await();
            FutureTask<Boolean> waiting = new FutureTask<>(
                    () -> blocked.verifier.verify("alice", "wonderland") instanceof CredentialVerdict.Busy
                            && Thread.currentThread().isInterrupted());
            Thread caller = new Thread(waiting);
            caller.start();
            blocked.awaitWaiting(1);
            caller.interrupt();
            assertThat(waiting.get()).isTrue();
            assertThat(blocked.pool.waiting()).isZero();

            blocked.release.countDown();
            assertThat(running.get()).isInstanceOf(CredentialVerdict.Accepted.class);
        }
    }

    @Test
    void closingReleasesWhoWaitsAndFinishesWhatRuns() throws Exception {
        try (Blocked blocked = new Blocked(new PasswordPool(1, 1))) {
            CompletableFuture<CredentialVerdict> running = blocked.verify();
            blocked.begun.await();
            CompletableFuture<CredentialVerdict> waiting = blocked.verifyWaiting(1);
            blocked.verifier.close();
            blocked.verifier.close();
            assertThat(waiting.get()).isInstanceOf(CredentialVerdict.Busy.class);
            assertThat(blocked.verifier.verify("alice", "wonderland")).isInstanceOf(CredentialVerdict.Busy.class);

            blocked.release.countDown();
            assertThat(running.get()).isInstanceOf(CredentialVerdict.Accepted.class);
        }
    }

    @Test
    void anErrorInAHashReachesTheCaller() {
        PasswordVerifier broken = new PasswordVerifier(accounts, pool, (stored, password) -> {
            throw new OutOfMemoryError("for this test");
        });
        assertThatThrownBy(() -> broken.verify("alice", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(verifier.verify("alice", "wonderland")).isInstanceOf(CredentialVerdict.Accepted.class);
    }

    /** A verifier whose hashes begin and then wait for {@code release}. */
    private final class Blocked implements AutoCloseable {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final PasswordPool pool;
        final PasswordVerifier verifier;
        private final ExecutorService callers = Executors.newCachedThreadPool();

        Blocked(PasswordPool pool) {
            this.pool = pool;
            this.verifier = new PasswordVerifier(accounts, pool, (stored, password) -> {
                begun.countDown();
                try {
                    return release.await(30, TimeUnit.SECONDS) && stored.matches(password);
                } catch (InterruptedException e) {
                    throw new AssertionError("a hash was interrupted", e);
                }
            });
        }

        CompletableFuture<CredentialVerdict> verify() {
            return CompletableFuture.supplyAsync(() -> verifier.verify("alice", "wonderland"), callers);
        }

        CompletableFuture<CredentialVerdict> verifyWaiting(int waiting) {
            CompletableFuture<CredentialVerdict> verdict = verify();
            awaitWaiting(waiting);
            return verdict;
        }

        void awaitWaiting(int waiting) {
            Awaitility.await().until(() -> pool.waiting() == waiting);
        }

        @Override
        public void close() {
            release.countDown();
            pool.close();
            callers.shutdown();
        }
    }
}
