package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counts, rates and addresses, each for itself. */
class LimitsTest {

    private static final long SECOND = 1_000_000_000L;

    private final ManualTime time = new ManualTime();

    @Test
    void theBurstIsFilledAgainAtTheRateAndNeverBeyondItself() {
        MessageRate rate = rate(10, 3);

        assertThat(allowed(rate, 0, 10)).isEqualTo(3);
        assertThat(allowed(rate, SECOND / 10, 10)).isEqualTo(1);
        assertThat(allowed(rate, SECOND / 2, 10)).isEqualTo(3);
        assertThat(allowed(rate, 3600 * SECOND, 10)).isEqualTo(3);
    }

    @Test
    void refusalsAreCountedWithinTheirWindow() {
        MessageRate rate = rate(1, 1);
        assertThat(rate.tryAcquire(0)).isInstanceOf(MessageRate.Verdict.Allowed.class);
        for (int i = 0; i < 99; i++) {
            assertThat(closes(rate, 0)).isFalse();
        }
        rate.tryAcquire(11 * SECOND);

        assertThat(closes(rate, 11 * SECOND)).isFalse();
    }

    @Test
    void attemptsThatAreUnderWayCountUntilTheySucceed() {
        LoginThrottle throttle = throttle(Map.of("user_and_address", 2));
        LoginThrottle.Attempt first = begin(throttle, "alice", "a");
        begin(throttle, "alice", "a");
        assertThat(throttle.tryAttempt("alice", "a")).isInstanceOf(LoginThrottle.Verdict.Refused.class);

        first.succeeded();
        first.succeeded();

        begin(throttle, "alice", "a");
        assertThat(throttle.tryAttempt("alice", "a")).isInstanceOf(LoginThrottle.Verdict.Refused.class);
        begin(throttle, "alice", "b");
        begin(throttle, "bob", "a");
    }

    @Test
    void theWaitEndsWhenTheOldestFailureIsAMinuteOld() {
        LoginThrottle throttle = throttle(Map.of("user_and_address", 2));
        begin(throttle, "alice", "a");
        time.advance(Duration.ofSeconds(20));
        begin(throttle, "alice", "a");
        time.advance(Duration.ofSeconds(10));

        assertThat(throttle.tryAttempt("alice", "a"))
                .isEqualTo(new LoginThrottle.Verdict.Refused(Duration.ofSeconds(30)));
        time.advance(Duration.ofSeconds(30));
        begin(throttle, "alice", "a");
        assertThat(throttle.tryAttempt("alice", "a"))
                .isEqualTo(new LoginThrottle.Verdict.Refused(Duration.ofSeconds(20)));
    }

    @Test
    void anAddressAndAUserAreCountedForThemselvesToo() {
        LoginThrottle throttle = throttle(Map.of("user_and_address", 0, "address", 2, "user", 3));
        begin(throttle, "a", "here");
        begin(throttle, "b", "here");
        assertThat(throttle.tryAttempt("c", "here")).isInstanceOf(LoginThrottle.Verdict.Refused.class);
        begin(throttle, "a", "there");
        begin(throttle, "a", "elsewhere");
        assertThat(throttle.tryAttempt("a", "somewhere")).isInstanceOf(LoginThrottle.Verdict.Refused.class);
    }

    @Test
    void placesAreGivenBackOnce() throws UnknownHostException {
        ConnectionLimiter limiter = new ConnectionLimiter(2, 0);
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertThat(limiter.acquire(address)).isEqualTo(ConnectionLimiter.Verdict.ADMITTED);
        assertThat(limiter.acquire(address)).isEqualTo(ConnectionLimiter.Verdict.ADMITTED);
        assertThat(limiter.acquire(address)).isEqualTo(ConnectionLimiter.Verdict.AT_CAPACITY);

        limiter.release(address);
        limiter.release(address);

        assertThat(limiter.total()).isZero();
        assertThatThrownBy(() -> limiter.release(address)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientCannotWriteItsOwnAddress() throws UnknownHostException {
        AddressPolicy policy =
                new AddressPolicy(GatewayConfig.of(Map.of("security.trusted_proxies", List.of("10.0.0.0/8")))
                        .security());
        InetAddress proxy = InetAddress.getByName("10.0.0.1");
        InetAddress client = InetAddress.getByName("192.0.2.1");

        assertThat(policy.clientAddress(client, List.of("198.51.100.1"), Optional.of("198.51.100.1")))
                .isEqualTo(client);
        assertThat(policy.clientAddress(proxy, List.of("198.51.100.1, 192.0.2.1", "10.2.2.2"), Optional.empty()))
                .isEqualTo(client);
        assertThat(policy.clientAddress(proxy, List.of("198.51.100.1, nonsense"), Optional.empty()))
                .isEqualTo(proxy);
        assertThat(policy.clientAddress(proxy, List.of(), Optional.of("192.0.2.1")))
                .isEqualTo(client);
        assertThat(policy.clientAddress(proxy, List.of(), Optional.empty())).isEqualTo(proxy);
    }

    private static MessageRate rate(int perSecond, int burst) {
        return new MessageRate(
                GatewayConfig.of(Map.of("security.messages_per_second", perSecond, "security.message_burst", burst))
                        .security(),
                0);
    }

    private static int allowed(MessageRate rate, long now, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += rate.tryAcquire(now) instanceof MessageRate.Verdict.Allowed ? 1 : 0;
        }
        return allowed;
    }

    private static boolean closes(MessageRate rate, long now) {
        return ((MessageRate.Verdict.Refused) rate.tryAcquire(now)).close();
    }

    private LoginThrottle throttle(Map<String, Integer> limits) {
        FailedLoginLimits config = GatewayConfig.of(Map.of("security.failed_logins_per_minute", limits))
                .security()
                .failedLogins();
        return new LoginThrottle(() -> config, time);
    }

    private static LoginThrottle.Attempt begin(LoginThrottle throttle, String user, String address) {
        LoginThrottle.Verdict verdict = throttle.tryAttempt(user, address);
        assertThat(verdict).isInstanceOf(LoginThrottle.Verdict.Admitted.class);
        return ((LoginThrottle.Verdict.Admitted) verdict).attempt();
    }
}
