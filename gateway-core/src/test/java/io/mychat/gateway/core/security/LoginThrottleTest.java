package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.FailedLoginLimits;
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

    private final ManualTime clock = new ManualTime();
    private final InMemoryLoginFailures failures = new InMemoryLoginFailures(clock);

    private LoginThrottle throttle(int userAndAddress, int address, int user) {
        FailedLoginLimits limits = new FailedLoginLimits(userAndAddress, address, user);
        return new LoginThrottle(() -> limits, failures);
    }

    @Test
    void oneUserFromOneAddressHasTheFewestGuesses() {
        LoginThrottle throttle = throttle(2, 60, 100);
        assertThat(throttle.failed("alice", HERE)).isEmpty();
        assertThat(throttle.check("alice", HERE)).isEmpty();
        assertThat(throttle.failed("alice", HERE)).isEmpty();

        assertThat(throttle.check("alice", HERE)).isPresent();
        assertThat(throttle.check("alice", THERE)).isEmpty();
        assertThat(throttle.check("bob", HERE)).isEmpty();
    }

    @Test
    void oneAddressCannotTryAllUsers() {
        LoginThrottle throttle = throttle(10, 3, 100);
        for (int i = 0; i < 3; i++) {
            throttle.failed("user" + i, HERE);
        }

        assertThat(throttle.check("user9", HERE)).isPresent();
        assertThat(throttle.check("user9", THERE)).isEmpty();
    }

    @Test
    void oneUserCannotBeTriedFromEverywhere() {
        LoginThrottle throttle = throttle(10, 60, 3);
        for (int i = 0; i < 3; i++) {
            throttle.failed("alice", "203.0.113." + i);
        }

        assertThat(throttle.check("alice", "203.0.113.99")).isPresent();
        assertThat(throttle.check("bob", "203.0.113.99")).isEmpty();
    }

    @Test
    void oneSubscribersIpv6AddressesCountAsOne() {
        LoginThrottle throttle = throttle(1, 60, 100);
        throttle.failed("alice", "2001:db8::1");

        assertThat(throttle.check("alice", "2001:db8::2")).isPresent();
        assertThat(throttle.check("alice", "2001:db8:0:1::2")).isEmpty();
    }

    @Test
    void oneAddressIsOneHoweverItIsWritten() {
        LoginThrottle throttle = throttle(1, 60, 100);
        throttle.failed("alice", "fe80::1%eth0");
        throttle.failed("bob", "::ffff:203.0.113.1");

        assertThat(throttle.check("alice", "fe80:0:0:0:0:0:0:2%eth1")).isPresent();
        assertThat(throttle.check("bob", HERE)).isPresent();
    }

    @Test
    void guessesThatCameTooLateDoNotProlongTheDelay() {
        LoginThrottle throttle = throttle(2, 60, 3);
        for (int i = 0; i < 20; i++) {
            throttle.failed("alice", HERE);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(throttle.check("alice", THERE)).as("only two have counted").isEmpty();
        assertThat(throttle.check("alice", HERE).orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void loginsThatSucceedAreNotCounted() {
        LoginThrottle throttle = throttle(1, 1, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.check("alice", HERE)).isEmpty();
            assertThat(throttle.succeeded("alice", HERE)).isEmpty();
        }
    }

    @Test
    void aLimitOfZeroIsOff() {
        LoginThrottle throttle = throttle(0, 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.failed("alice", HERE)).isEmpty();
        }

        assertThat(throttle.check("alice", HERE)).isEmpty();
        assertThat(failures.keys()).isZero();
    }

    @Test
    void theDelayIsExactlyLongEnough() {
        LoginThrottle throttle = throttle(2, 60, 100);
        throttle.failed("alice", HERE);
        clock.advance(Duration.ofSeconds(20));
        throttle.failed("alice", HERE);
        Duration delay = throttle.check("alice", HERE).orElseThrow();

        assertThat(delay).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(45));
        clock.advance(delay.minusNanos(1));
        assertThat(throttle.check("alice", HERE)).contains(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(throttle.check("alice", HERE)).isEmpty();
        assertThat(throttle.failed("alice", HERE)).isEmpty();
        assertThat(throttle.check("alice", HERE))
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
            if (throttle.check("alice", HERE).isEmpty()) {
                assertThat(throttle.failed("alice", HERE)).isEmpty();
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
                    assertThat(throttle.check("alice", HERE)).isEmpty();
                    allChecked.await();
                    if (throttle.failed("alice", HERE).isEmpty()) {
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
        assertThat(throttle.succeeded("alice", HERE))
                .as("the right guess among them is not told either")
                .isPresent();
    }

    @Test
    void whatIsRememberedIsBoundedAndForgotten() {
        InMemoryLoginFailures few = new InMemoryLoginFailures(clock, 300);
        LoginThrottle throttle = new LoginThrottle(() -> new FailedLoginLimits(10, 60, 100), few);
        for (int i = 0; i < 10_000; i++) {
            throttle.failed("user" + i + "x".repeat(1000), "10.0." + i / 250 + "." + i % 250);
        }
        assertThat(few.keys()).isPositive().isLessThanOrEqualTo(300);

        clock.advance(Duration.ofMinutes(2));
        assertThat(few.keys()).isZero();
    }
}
