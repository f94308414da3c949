package io.mychat.gateway.spi.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-08T10:30:00Z",
                "2025-01-08T10:30:00.1Z",
                "2025-01-08T10:30:00.000Z",
                "2025-01-08T10:30:00.123456Z",
                "2025-01-08T10:30:00.123456789Z",
                "2024-02-29T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "2025-01-08T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "-0001-12-01T00:00:00Z",
                "+10000-02-01T00:00:00.5Z",
                "2025-01-08t10:30:00z"
            })
    void isReadAsTheJdkReadsIt(String text) {
        assertThat(Timestamp.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2025-01-08",
                "2025-01-08T10:30:00",
                "2025-01-08T10:30:00.1234567890Z",
                "2025-13-08T10:30:00Z",
                "2025-02-29T10:30:00Z",
                "2025-01-08T25:00:00Z",
                "2025-01-08T10:60:00Z",
                "2025-01-08T10:30:61.000Z",
                "2025-01-08 10:30:00.000Z",
                "2025/01/08T10:30:00.000Z",
                "\uFF12025-01-08T10:30:00.000Z",
                "2025-01-08T10:30:00.00+Z"
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> Timestamp.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void anyMomentIsReadAgain() {
        Random random = new Random(20261201);
        long first = Instant.parse("-0001-12-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("+10000-02-01T00:00:00Z").getEpochSecond();
        int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
        for (int i = 0; i < 10_000; i++) {
            int unit = units[i % units.length];
            Instant at = Instant.ofEpochSecond(
                    random.nextLong(first, last), (long) (random.nextInt(1_000_000_000) / unit) * unit);
            assertThat(Timestamp.parse(at.toString())).isEqualTo(at);
            assertThat(Timestamp.parse(Timestamp.of(at))).isEqualTo(at.truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
