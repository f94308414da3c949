package io.mychat.gateway.spi.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The text of a moment does not depend on the moments before it. */
class TimestampCacheTest {

    @Test
    void momentsOfAndAroundASecond() {
        TimestampCache cache = new TimestampCache();
        for (long base : List.of(
                -62_135_596_800_000L, -1_001L, 0L, 1_736_332_200_000L, 253_402_300_799_000L, 253_402_300_800_000L)) {
            for (long millis = base - 1_005; millis < base + 2_005; millis++) {
                assertThat(cache.rfc3339(Instant.ofEpochMilli(millis)))
                        .isEqualTo(Timestamp.of(Instant.ofEpochMilli(millis)));
            }
        }
    }

    @Test
    void anyOrder() {
        TimestampCache cache = new TimestampCache();
        Random random = new Random(17);
        long millis = 1_736_332_200_000L;
        for (int i = 0; i < 20_000; i++) {
            millis += random.nextInt(10) == 0 ? random.nextInt(5_000_000) - 2_500_000 : random.nextInt(700) - 300;
            Instant at = Instant.ofEpochMilli(millis).plusNanos(random.nextInt(999_999));
            assertThat(cache.rfc3339(at)).isEqualTo(Timestamp.of(at));
        }
    }
}
