package io.mychat.gateway.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rate of all clients together, with a clock that stands still. */
class SharedRateTest {

    private static final int CLIENTS = 100;

    private final ManualTime time = new ManualTime();
    private final SharedRate rate = new SharedRate(1000, 500, time);

    private Duration take(int frames) {
        return rate.take(frames, CLIENTS);
    }

    @Test
    void allTogetherHaveTheBurstAndThenThePauseOfTheirFrames() {
        for (int i = 0; i < 50; i++) {
            assertThat(take(10)).as("client %d", i).isZero();
        }
        for (int i = 1; i <= 50; i++) {
            assertThat(take(20)).as("flooder %d", i).isEqualTo(Duration.ofMillis(20L * i));
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(rate.isUsedUp()).isTrue();
        assertThat(take(100)).as("all is paid for, and this is not").isEqualTo(Duration.ofMillis(100));
        time.advance(Duration.ofSeconds(10));
        assertThat(take(500)).as("no more than the burst").isZero();
        assertThat(rate.isUsedUp()).isFalse();
        assertThat(take(1)).isPositive();
    }

    @Test
    void noneWaitsLongerThanForItsShare() {
        Duration flooder = take(100_500);

        assertThat(flooder).isEqualTo(Duration.ofSeconds(100));
        assertThat(take(1)).as("a hundredth of the rate is its own").isEqualTo(Duration.ofMillis(100));
        assertThat(take(0)).as("nothing was taken").isZero();
        assertThat(rate.take(10, 1)).as("alone").isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void whateverTheyDoOverTimeTheyHaveTheRate() {
        long frames = 0;
        long[] freeAt = new long[CLIENTS];
        for (long millis = 0; millis < 30_000; millis += 10) {
            for (int i = 0; i < CLIENTS; i++) {
                int chunk = 1 + i * 7 % 40;
                if (freeAt[i] <= millis) {
                    frames += chunk;
                    freeAt[i] = millis + take(chunk).toMillis();
                }
            }
            time.advance(Duration.ofMillis(10));
        }
        // The burst, what each had read when it was paused first, and the rate with what the steps of the loop add.
        assertThat(frames).isBetween(29_000L, 30_000L + 500 + 40 * CLIENTS + 1000);
    }
}
