package io.mychat.gateway.spi.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2025-01-08T10:30:00Z, 2025-01-08T10:30:00.000Z",
        "2025-01-08T10:30:00.1Z, 2025-01-08T10:30:00.100Z",
        "2025-01-08T10:30:00.123999999Z, 2025-01-08T10:30:00.123Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z"
    })
    void hasOneWidth(Instant at, String text) {
        assertThat(Timestamp.of(at)).isEqualTo(text).hasSize(24);
    }

    @Test
    void anyMomentIsWrittenAsTheFormatterWritesIt() {
        DateTimeFormatter formatter =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
        Random random = new Random(20260102);
        long first = Instant.parse("-0001-12-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("+10000-02-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < 10_000; i++) {
            long second = i % 3 == 0
                    ? first + random.nextInt(10_000_000)
                    : i % 3 == 1 ? last - random.nextInt(10_000_000) : random.nextLong(first, last);
            Instant at = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            assertThat(Timestamp.of(at)).isEqualTo(formatter.format(at));
        }
    }
}
