package io.mychat.gateway.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private final Delays delays = new Delays();

    @Test
    void percentilesAreRightToASixteenth() {
        for (int i = 1; i <= 1000; i++) {
            delays.add(TimeUnit.MILLISECONDS.toNanos(i));
        }
        assertThat(delays.count()).isEqualTo(1000);
        assertThat(delays.percentile(0.5)).isBetween(500.0, 500 * 17 / 16.0);
        assertThat(delays.percentile(0.99)).isBetween(990.0, 990 * 17 / 16.0);
        assertThat(delays.percentile(1)).isBetween(1000.0, 1000 * 17 / 16.0);
    }

    @Test
    void extremesHaveABucketToo() {
        assertThat(delays.percentile(0.5)).isZero();
        delays.add(-1);
        assertThat(delays.percentile(1)).isZero();
        delays.add(Long.MAX_VALUE);
        assertThat(delays.percentile(1)).isGreaterThan((double) TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void smallDelaysAreExact() {
        delays.add(TimeUnit.MICROSECONDS.toNanos(7));
        assertThat(delays.percentile(1)).isCloseTo(0.007, within(1e-9));
    }
}
