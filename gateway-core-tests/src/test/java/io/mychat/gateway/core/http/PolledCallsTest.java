package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolledCallsTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final PolledCalls calls = new PolledCalls();

    @Test
    void aCallIsNewOnceAnHour() {
        long begin = Long.MAX_VALUE - HOUR / 2; // the clock may overflow

        assertThat(calls.isNew("a", begin)).isTrue();
        assertThat(calls.isNew("a", begin + HOUR - 1)).isFalse();
        assertThat(calls.isNew("b", begin + HOUR - 1)).isTrue();
        assertThat(calls.isNew("a", begin + HOUR)).isTrue();
        assertThat(calls.isNew("a", begin + HOUR + 1)).isFalse();
    }

    @Test
    void pastTheBoundTheOldestIsForgotten() {
        calls.isNew("first", 0);
        calls.isNew("second", 0);
        for (int i = 0; i < 1023; i++) {
            assertThat(calls.isNew("call" + i, 1)).isTrue();
        }

        assertThat(calls.isNew("second", 2)).isFalse();
        assertThat(calls.isNew("first", 2)).isTrue();
    }
}
