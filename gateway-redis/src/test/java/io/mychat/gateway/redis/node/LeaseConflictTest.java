package io.mychat.gateway.redis.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseConflictTest {

    private static final Duration LEASE = Duration.ofSeconds(12);

    @Test
    void theFirstTimeTheLeaseIsTakenBackAtOnce() {
        LeaseConflict conflict = new LeaseConflict(LEASE);

        assertThat(conflict.superseded(0)).isFalse();
        assertThat(conflict.isWaiting(1)).isFalse();
    }

    @Test
    void thenThePausesGrowUpToALimit() {
        LeaseConflict conflict = new LeaseConflict(LEASE);
        long now = 0;
        conflict.superseded(now);
        for (int i = 1; i < 70; i++) {
            assertThat(conflict.superseded(now)).isTrue();
            long pause = Math.min(
                    LEASE.multipliedBy(1L << Math.min(i, 10)).toNanos(),
                    Duration.ofMinutes(10).toNanos());
            assertThat(conflict.isWaiting(now + pause / 2 - 1)).isTrue();
            assertThat(conflict.isWaiting(now + pause)).isFalse();
            now += pause;
        }
    }

    @Test
    void whatIsLongPastDoesNotCount() {
        LeaseConflict conflict = new LeaseConflict(LEASE);
        conflict.superseded(0);

        assertThat(conflict.superseded(Duration.ofMinutes(21).toNanos())).isFalse();
    }
}
