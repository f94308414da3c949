package io.mychat.gateway.redis.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseConflictBackoffTest {

    private static final Duration LEASE = Duration.ofSeconds(12);

    @Test
    void theFirstTimeTheLeaseIsTakenBackAtOnce() {
        LeaseConflictBackoff leaseConflictBackoff = new LeaseConflictBackoff();

        assertThat(leaseConflictBackoff.superseded(0, LEASE)).isFalse();
        assertThat(leaseConflictBackoff.isWaiting(1)).isFalse();
    }

    @Test
    void thenThePausesGrowUpToALimit() {
        LeaseConflictBackoff leaseConflictBackoff = new LeaseConflictBackoff();
        long now = 0;
        leaseConflictBackoff.superseded(now, LEASE);
        for (int i = 1; i < 70; i++) {
            assertThat(leaseConflictBackoff.superseded(now, LEASE)).isTrue();
            long pause = Math.min(
                    LEASE.multipliedBy(1L << Math.min(i, 10)).toNanos(),
                    Duration.ofMinutes(10).toNanos());
            assertThat(leaseConflictBackoff.isWaiting(now + pause / 2 - 1)).isTrue();
            assertThat(leaseConflictBackoff.isWaiting(now + pause)).isFalse();
            now += pause;
        }
    }

    @Test
    void whatIsLongPastDoesNotCount() {
        LeaseConflictBackoff leaseConflictBackoff = new LeaseConflictBackoff();
        leaseConflictBackoff.superseded(0, LEASE);

        assertThat(leaseConflictBackoff.superseded(Duration.ofMinutes(21).toNanos(), LEASE))
                .isFalse();
    }
}
