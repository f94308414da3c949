package io.mychat.gateway.redis.chat.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What was answered "stored" is there once and in order, whatever ended on the way. */
class ChaosRunTest {

    @Test
    void nothingIsLostOrDoubledWhenGatewaysAndRedisEnd() throws Exception {
        check(1, Duration.ofSeconds(6));
    }

    @Test
    @Tag("proof")
    void nothingIsLostOrDoubledForLonger() throws Exception {
        for (int seed = 2; seed < 8; seed++) {
            check(seed, Duration.ofSeconds(30));
        }
    }

    private static void check(int seed, Duration howLong) throws InterruptedException {
        try (ChaosRun chaosRun = new ChaosRun(seed)) {
            List<String> wrong = chaosRun.run(howLong);

            LoggerFactory.getLogger(ChaosRunTest.class)
                    .info(
                            "Seed {}: {} messages stored, {} of unknown fate",
                            seed,
                            chaosRun.history().answered(),
                            chaosRun.history().unknown());
            assertThat(wrong).as("seed " + seed).isEmpty();
            assertThat(chaosRun.history().answered()).isGreaterThan(100);
        }
    }
}
