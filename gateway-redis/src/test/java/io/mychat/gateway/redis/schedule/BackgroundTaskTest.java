package io.mychat.gateway.redis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BackgroundTaskTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void whatFailsBadlyIsTriedAgain() {
        try (BackgroundTask work = background(time, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        })) {
            work.start();
            time.advance(PAUSE);
            Awaitility.await().until(() -> runs.get() == 1);

            Awaitility.await().until(() -> {
                time.advance(PAUSE);
                return runs.get() > 2;
            });
        }
    }

    @Test
    void soonIsOnceAndTheUsualTimesStay() {
        try (BackgroundTask work = background(time, runs::incrementAndGet)) {
            work.start();
            work.soon();
            Awaitility.await().until(() -> runs.get() == 1);
            time.advance(PAUSE);
            Awaitility.await().until(() -> runs.get() == 2);
        }
        time.advance(PAUSE);
        assertThat(runs).hasValue(2);
    }

    private static BackgroundTask background(TimeSource time, Runnable job) {
        return new BackgroundTask(time, "test", () -> PAUSE, job);
    }
}
