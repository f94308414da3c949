package io.mychat.gateway.spi.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final int DRAWS = 1_000;

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void eachFailureDoublesThePauseUpToTheLongest() {
        long[] millis = {100, 200, 400, 800, 1_600, 2_000, 2_000};
        for (int failures = 1; failures <= millis.length; failures++) {
            Duration most = Duration.ofMillis(millis[failures - 1]);
            assertThat(draws(backoff, failures))
                    .as("after %s failures", failures)
                    .allMatch(pause -> pause.compareTo(most.dividedBy(2)) >= 0 && pause.compareTo(most) <= 0);
        }
    }

    @Test
    void anyNumberOfFailuresIsBounded() {
        assertThat(draws(backoff, Integer.MAX_VALUE)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(2)) <= 0);
        assertThat(draws(new Backoff(Duration.ofDays(1), Duration.ofDays(2)), 1_000_000))
                .allMatch(pause -> pause.compareTo(Duration.ofDays(1)) >= 0);
    }

    @Test
    void pausesAreJittered() {
        assertThat(draws(backoff, 3).distinct().count()).isGreaterThan(DRAWS / 2);
        assertThat(draws(Backoff.steady(Duration.ofMillis(100)), 9))
                .allMatch(pause -> pause.compareTo(Duration.ofMillis(100)) <= 0);
    }

    @Test
    void noPauseIsNoBackoff() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.steady(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    private static Stream<Duration> draws(Backoff backoff, int failures) {
        return IntStream.range(0, DRAWS).mapToObj(i -> backoff.after(failures));
    }
}
