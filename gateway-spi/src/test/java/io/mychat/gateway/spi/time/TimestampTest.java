package io.mychat.gateway.spi.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
}
