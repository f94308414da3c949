package io.mychat.gateway.spi.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

    private final List<String> lines = new ArrayList<>();
    private final StoppedTime time = new StoppedTime();
    private final RateLimitedLog log = new RateLimitedLog(lines::add, time);

    @Test
    void theFirstMessageIsLoggedAtOnceAndAsItIs() {
        log.log("Redis is away");

        assertThat(lines).containsExactly("Redis is away");
    }

    @Test
    void ofAMinutesMessagesOneIsLoggedWithTheirNumber() {
        log.log("first");
        log.log("second");
        time.nanos += Duration.ofSeconds(59).toNanos();
        log.log("third");
        assertThat(lines).hasSize(1);

        time.nanos += Duration.ofSeconds(1).toNanos();
        log.log("fourth");

        assertThat(lines).containsExactly("first", "fourth (3 times since this was last logged)");
    }

    @Test
    void aRareMessageHasNoNumber() {
        log.log("first");
        time.nanos += Duration.ofMinutes(1).toNanos();
        log.log("second");

        assertThat(lines).containsExactly("first", "second");
    }

    @Test
    void eachSubjectHasALineOfItsOwnWithItsCause() {
        List<Throwable> causes = new ArrayList<>();
        RateLimitedLogs logs = new RateLimitedLogs(
                (message, cause) -> {
                    lines.add(message);
                    causes.add(cause);
                },
                time);
        Exception first = new IllegalStateException("first");

        for (int i = 0; i < 3; i++) {
            logs.of("a").log("a failed", first);
            logs.of("b").log("b failed", null);
        }

        assertThat(lines).containsExactly("a failed", "b failed");
        assertThat(causes).containsExactly(first, null);
    }

    @Test
    void moreSubjectsThanThereIsRoomForShareALine() {
        RateLimitedLogs logs = new RateLimitedLogs((message, cause) -> lines.add(message), time);

        for (int i = 0; i < 10_000; i++) {
            logs.of("subject " + i).log("line");
        }

        assertThat(lines).hasSize(257);
    }

    /** Moves when the test says so. The testkit's clock lies behind this module. */
    private static final class StoppedTime implements TimeSource {

        private long nanos = Long.MAX_VALUE - 1;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            throw new UnsupportedOperationException("no timers here");
        }
    }
}
