package io.mychat.gateway.core.security.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.store.InMemoryLoginFailures;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginThrottleTest {

    private static final String HERE = "203.0.113.1";
    private static final String THERE = "203.0.113.2";
    private static final String BALANCER = "203.0.113.3";

    private final ManualTime clock = new ManualTime();
    private final InMemoryLoginFailures failures = new InMemoryLoginFailures(clock);

    private LoginThrottle throttle(int userAndAddress, int address, int user) {
        return new LoginThrottle(() -> limits(userAndAddress, address, user), failures);
    }

    private static LoginLimits limits(int userAndAddress, int address, int user) {
        return new LoginLimits(
                new FailedLoginLimits(userAndAddress, address, user, 60),
                2,
                Duration.ofDays(30),
                ip -> ip.getHostAddress().equals(BALANCER));
    }

    @Test
    void oneUserFromOneAddressHasTheFewestGuesses() {
        LoginThrottle throttle = throttle(2, 60, 100);
        assertThat(throttle.failed("alice", throttle.origin("alice", HERE))).isEmpty();
        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isEmpty();
        assertThat(throttle.failed("alice", throttle.origin("alice", HERE))).isEmpty();

        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isPresent();
        assertThat(throttle.check("alice", throttle.origin("alice", THERE))).isEmpty();
        assertThat(throttle.check("bob", throttle.origin("bob", HERE))).isEmpty();
    }

    @Test
    void oneAddressCannotTryAllUsers() {
        LoginThrottle throttle = throttle(10, 3, 100);
        for (int i = 0; i < 3; i++) {
            throttle.failed("user" + i, throttle.origin("user" + i, HERE));
        }

        assertThat(throttle.check("user9", throttle.origin("user9", HERE))).isPresent();
        assertThat(throttle.check("user9", throttle.origin("user9", THERE))).isEmpty();
    }

    @Test
    void oneUserCannotBeTriedFromEverywhere() {
        LoginThrottle throttle = throttle(10, 60, 3);
        for (int i = 0; i < 3; i++) {
            throttle.failed("alice", throttle.origin("alice", "203.0.113." + i));
        }

        assertThat(throttle.check("alice", throttle.origin("alice", "203.0.113.99")))
                .isPresent();
        assertThat(throttle.check("bob", throttle.origin("bob", "203.0.113.99")))
                .isEmpty();
    }

    @Test
    void oneSubscribersIpv6AddressesCountAsOne() {
        LoginThrottle throttle = throttle(1, 60, 100);
        throttle.failed("alice", throttle.origin("alice", "2001:db8::1"));

        assertThat(throttle.check("alice", throttle.origin("alice", "2001:db8::2")))
                .isPresent();
        assertThat(throttle.check("alice", throttle.origin("alice", "2001:db8:0:1::2")))
                .isEmpty();
    }

    @Test
    void oneAddressIsOneHoweverItIsWritten() {
        LoginThrottle throttle = throttle(1, 60, 100);
        throttle.failed("alice", throttle.origin("alice", "fe80::1%eth0"));
        throttle.failed("bob", throttle.origin("bob", "::ffff:203.0.113.1"));

        assertThat(throttle.check("alice", throttle.origin("alice", "fe80:0:0:0:0:0:0:2%eth1")))
                .isPresent();
        assertThat(throttle.check("bob", throttle.origin("bob", HERE))).isPresent();
    }

    @Test
    void guessesThatCameTooLateDoNotProlongTheDelay() {
        LoginThrottle throttle = throttle(2, 60, 3);
        for (int i = 0; i < 20; i++) {
            throttle.failed("alice", throttle.origin("alice", HERE));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(throttle.check("alice", throttle.origin("alice", THERE)))
                .as("only two have counted")
                .isEmpty();
        assertThat(throttle.check("alice", throttle.origin("alice", HERE)).orElseThrow())
                .isLessThanOrEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void loginsThatSucceedAreNotCounted() {
        LoginThrottle throttle = throttle(1, 1, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isEmpty();
            assertThat(throttle.succeeded("alice", throttle.origin("alice", HERE)))
                    .isEmpty();
        }
    }

    @Test
    void aLimitOfZeroIsOff() {
        LoginThrottle throttle = throttle(0, 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.failed("alice", throttle.origin("alice", HERE))).isEmpty();
        }

        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isEmpty();
        assertThat(failures.keys()).isZero();
    }

    @Test
    void theDelayIsExactlyLongEnough() {
        LoginThrottle throttle = throttle(2, 60, 100);
        throttle.failed("alice", throttle.origin("alice", HERE));
        clock.advance(Duration.ofSeconds(20));
        throttle.failed("alice", throttle.origin("alice", HERE));
        Duration delay = throttle.check("alice", throttle.origin("alice", HERE)).orElseThrow();

        assertThat(delay).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(45));
        clock.advance(delay.minusNanos(1));
        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).contains(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isEmpty();
        assertThat(throttle.failed("alice", throttle.origin("alice", HERE))).isEmpty();
        assertThat(throttle.check("alice", throttle.origin("alice", HERE)))
                .as("the second guess still counts")
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noMinuteHoldsMoreFailuresThanTheLimit(long seed) {
        Random random = new Random(seed);
        LoginThrottle throttle = throttle(7, 0, 0);
        List<Long> failures = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(100) == 0 ? random.nextInt(90_000) : random.nextInt(8000)));
            if (throttle.check("alice", throttle.origin("alice", HERE)).isEmpty()) {
                assertThat(throttle.failed("alice", throttle.origin("alice", HERE)))
                        .isEmpty();
                failures.add(clock.nanoTime());
            }
        }

        assertThat(failures).hasSizeGreaterThan(500);
        for (int i = 7; i < failures.size(); i++) {
            assertThat(failures.get(i) - failures.get(i - 7))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void guessesUnderWayAtTheSameTimeLearnNoMoreThanTheBound() throws InterruptedException, ExecutionException {
        int guesses = 64;
        LoginThrottle throttle = throttle(10, 60, 100);
        CyclicBarrier allChecked = new CyclicBarrier(guesses);
        AtomicInteger learned = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(guesses);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < guesses; i++) {
                runs.add(threads.submit(() -> {
                    assertThat(throttle.check("alice", throttle.origin("alice", HERE)))
                            .isEmpty();
                    allChecked.await();
                    if (throttle.failed("alice", throttle.origin("alice", HERE)).isEmpty()) {
                        learned.incrementAndGet();
                    }
                    return Optional.empty();
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(learned).hasValue(10);
        assertThat(throttle.succeeded("alice", throttle.origin("alice", HERE)))
                .as("the right guess among them is not told either")
                .isPresent();
    }

    @Test
    void whatIsRememberedIsBoundedAndForgotten() {
        InMemoryLoginFailures few = new InMemoryLoginFailures(clock, 300);
        LoginThrottle throttle = new LoginThrottle(() -> limits(10, 60, 100), few);
        for (int i = 0; i < 10_000; i++) {
            throttle.failed(
                    "user" + i + "x".repeat(1000),
                    throttle.origin("user" + i + "x".repeat(1000), "10.0." + i / 250 + "." + i % 250));
        }
        assertThat(few.keys()).isPositive().isLessThanOrEqualTo(300);

        clock.advance(Duration.ofMinutes(2));
        assertThat(few.keys()).isZero();
    }

    @Test
    void aKnownUserIsLockedOutNeitherFromElsewhereNorByTheNeighbours() {
        LoginThrottle throttle = throttle(10, 60, 100);
        succeed(throttle, "alice", HERE);
        for (int i = 0; i < 100; i++) {
            fail(throttle, "alice", "198.51.100." + i);
        }
        for (int i = 0; i < 60; i++) {
            fail(throttle, "nobody" + i, HERE);
        }

        assertThat(throttle.check("alice", throttle.origin("alice", THERE))).isPresent();
        assertThat(throttle.check("bob", throttle.origin("bob", HERE))).isPresent();
        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isEmpty();
    }

    @Test
    void aKnownUsersOwnBudgetIsBoundedAndUsesUpNobodyElses() {
        LoginThrottle throttle = throttle(10, 11, 12);
        succeed(throttle, "alice", HERE);
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.failed("alice", throttle.origin("alice", HERE))).isEmpty();
        }

        assertThat(throttle.check("alice", throttle.origin("alice", HERE))).isPresent();
        assertThat(throttle.check("alice", throttle.origin("alice", THERE))).isEmpty();
        assertThat(throttle.check("bob", throttle.origin("bob", HERE))).isEmpty();
    }

    @Test
    void onlyALoginThatSucceededMakesAnAddressKnown() {
        LoginThrottle throttle = throttle(10, 60, 100);
        fail(throttle, "alice", HERE);
        succeed(throttle, "bob", HERE);

        assertThat(throttle.origin("alice", HERE).known()).isFalse();
        assertThat(throttle.origin("bob", HERE).known()).isTrue();
        assertThat(throttle.origin("bob", THERE).known()).isFalse();
        succeed(throttle, "carol", "2001:db8::1");
        assertThat(throttle.origin("carol", "2001:db8::2").known()).isTrue();
    }

    @Test
    void theLatestAddressesOfAUserAreKnownForAWhile() {
        LoginThrottle throttle = throttle(10, 60, 100);
        succeed(throttle, "alice", "198.51.100.1");
        clock.advance(Duration.ofDays(1));
        succeed(throttle, "alice", "198.51.100.2");
        clock.advance(Duration.ofDays(1));
        succeed(throttle, "alice", "198.51.100.1");
        succeed(throttle, "alice", "198.51.100.3");

        assertThat(throttle.origin("alice", "198.51.100.2").known()).isFalse();
        assertThat(throttle.origin("alice", "198.51.100.1").known()).isTrue();
        clock.advance(Duration.ofDays(30));
        assertThat(throttle.origin("alice", "198.51.100.1").known()).isFalse();
    }

    @Test
    void anAddressThatHidesManyHasNoLimitOfItsOwn() {
        LoginThrottle throttle = throttle(2, 3, 100);
        for (int i = 0; i < 10; i++) {
            fail(throttle, "user" + i, BALANCER);
        }

        assertThat(throttle.check("bob", throttle.origin("bob", BALANCER))).isEmpty();
        fail(throttle, "alice", BALANCER);
        fail(throttle, "alice", BALANCER);
        assertThat(throttle.check("alice", throttle.origin("alice", BALANCER))).isPresent();
        assertThat(throttle.origin("alice", BALANCER).address())
                .as("ranked alone")
                .isNotEqualTo(throttle.origin("bob", BALANCER).address());
        succeed(throttle, "carol", BALANCER);
        assertThat(throttle.origin("carol", BALANCER).known()).isTrue();
    }

    private static void succeed(LoginThrottle throttle, String user, String address) {
        assertThat(throttle.succeeded(user, throttle.origin(user, address))).isEmpty();
    }

    private static void fail(LoginThrottle throttle, String user, String address) {
        assertThat(throttle.failed(user, throttle.origin(user, address))).isEmpty();
    }
}
