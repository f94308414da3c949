package io.mychat.gateway.redis.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RivalryTest {

    private static final Duration LEASE = Duration.ofSeconds(12);

    @Test
    void theFirstTimeTheLeaseIsTakenBackAtOnce() {
        Rivalry rivalry = new Rivalry();

        assertThat(rivalry.superseded(0, LEASE)).isFalse();
        assertThat(rivalry.isWaiting(1)).isFalse();
    }

    @Test
    void thenThePausesGrowUpToALimit() {
        Rivalry rivalry = new Rivalry();
        long now = 0;
        rivalry.superseded(now, LEASE);
        for (int i = 1; i < 70; i++) {
            assertThat(rivalry.superseded(now, LEASE)).isTrue();
            long pause = Math.min(
                    LEASE.multipliedBy(1L << Math.min(i, 10)).toNanos(),
                    Duration.ofMinutes(10).toNanos());
            assertThat(rivalry.isWaiting(now + pause / 2 - 1)).isTrue();
            assertThat(rivalry.isWaiting(now + pause)).isFalse();
            now += pause;
        }
    }

    @Test
    void whatIsLongPastDoesNotCount() {
        Rivalry rivalry = new Rivalry();
        rivalry.superseded(0, LEASE);

        assertThat(rivalry.superseded(Duration.ofMinutes(21).toNanos(), LEASE)).isFalse();
    }
}
