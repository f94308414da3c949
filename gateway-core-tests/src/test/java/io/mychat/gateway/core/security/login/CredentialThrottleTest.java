package io.mychat.gateway.core.security.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.store.InMemoryLoginFailures;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class CredentialThrottleTest {

    private static final String HERE = "203.0.113.1";
    private static final String THERE = "203.0.113.2";

    private final ManualTime clock = new ManualTime();
    private final LoginFailures shared = Mockito.spy(new InMemoryLoginFailures(clock));
    private final LoginLimits limits =
            new LoginLimits(new FailedLoginLimits(10, 60, 100, 3), 0, Duration.ofDays(1), ip -> ip.isLoopbackAddress());
    private final CredentialThrottle throttle = new CredentialThrottle(() -> limits, shared, clock);

    @Test
    void failuresOfOneAddressAreBounded() {
        failThreeTimes(throttle);

        Duration wait = throttle.failed(HERE).orElseThrow();
        assertThat(wait).isPositive();
        assertThat(throttle.failed(THERE)).isEmpty();
        clock.advance(wait);
        assertThat(throttle.failed(HERE)).isEmpty();
    }

    @Test
    void gatewaysCountTogetherAndEachAsksOnce() {
        CredentialThrottle other = new CredentialThrottle(() -> limits, shared, clock);
        failThreeTimes(throttle);
        Mockito.clearInvocations(shared);

        for (int i = 0; i < 5; i++) {
            assertThat(other.failed(HERE)).isPresent();
        }
        Mockito.verify(shared, Mockito.times(1)).count(Mockito.any());
    }

    @Test
    void anApiKeyIsLookedAtPastTheBoundOnlyWhereItWasAccepted() {
        assertThat(throttle.check(HERE, "hash")).isEmpty();
        throttle.accepted(HERE, "hash");
        failThreeTimes(throttle);
        assertThat(throttle.failed(HERE)).isPresent();

        assertThat(throttle.check(HERE, "hash")).isEmpty();
        assertThat(throttle.check(HERE, "guess")).isPresent();
        assertThat(throttle.check(THERE, "guess")).isEmpty();
    }

    @Test
    void whereTheStoreIsAwayAGatewayCountsAlone() {
        Mockito.doThrow(new StoreUnavailableException("away")).when(shared).count(Mockito.any());
        failThreeTimes(throttle);

        assertThat(throttle.failed(HERE)).isPresent();
    }

    @Test
    void anAddressThatHidesManyHasNoBound() {
        for (int i = 0; i < 10; i++) {
            assertThat(throttle.failed("127.0.0.1")).isEmpty();
        }
    }

    private static void failThreeTimes(CredentialThrottle throttle) {
        for (int i = 0; i < 3; i++) {
            assertThat(throttle.failed(HERE)).isEmpty();
        }
    }
}
