package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FixedDelayTaskTest {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void anErrorIsNotTheLastOfIt() {
        FixedDelayTask fixedDelayTask = new FixedDelayTask(time, EVERY, Runnable::run, () -> {
            if (runs.incrementAndGet() == 2) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        fixedDelayTask.start();

        time.advance(EVERY.multipliedBy(6));

        assertThat(runs).hasValue(6);
        fixedDelayTask.stop();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void whatFindsNoThreadIsDoneTheNextTime() {
        AtomicInteger asked = new AtomicInteger();
        FixedDelayTask fixedDelayTask = new FixedDelayTask(
                time,
                EVERY,
                task -> {
                    switch (asked.incrementAndGet()) {
                        case 1 -> throw new RejectedExecutionException("no thread");
                        case 2 ->
                            throw new NoThreadException(
                                    "no thread", new OutOfMemoryError("unable to create native thread"));
                        default -> task.run();
                    }
                },
                runs::incrementAndGet);
        fixedDelayTask.start();

        time.advance(EVERY.multipliedBy(6));

        assertThat(runs).hasValue(4);
        fixedDelayTask.stop();
        time.advance(EVERY.multipliedBy(6));
        assertThat(runs).hasValue(4);
    }
}
