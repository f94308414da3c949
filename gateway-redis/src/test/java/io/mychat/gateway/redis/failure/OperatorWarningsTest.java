package io.mychat.gateway.redis.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorWarningsTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 300;

    private final ManualTime time = new ManualTime();
    private final OperatorWarnings operatorWarnings = new OperatorWarnings(time);

    @Test
    void whatManyCallsMeetAtOnceIsSaidOnceAMinute() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Boolean> due =
                    ConcurrentRun.run(THREADS, thread -> operatorWarnings.isDue("READONLY", time.nanoTime()));

            assertThat(due).as("round " + round).containsOnlyOnce(true);
            time.advance(Duration.ofSeconds(61));
        }
    }

    @Test
    void eachKindIsSaidAndTheirNumberIsBounded() {
        long said = 0;
        for (int i = 0; i < 1000; i++) {
            said += operatorWarnings.isDue("kind " + i, time.nanoTime()) ? 1 : 0;
        }

        assertThat(said).isEqualTo(50);
        assertThat(operatorWarnings.isDue("kind 0", time.nanoTime())).isFalse();
    }
}
