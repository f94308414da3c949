package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundRetryTest {

    private static final int EVER = 100;
    private static final int MOST = 50;
    private static final StoreRetryLimits LIMITS =
            new StoreRetryLimits(MOST, Duration.ofMinutes(4), Duration.ofSeconds(2));

    private final ManualTime time = new ManualTime();
    private final Queue<Runnable> others = new ArrayDeque<>();
    private final BackgroundRetry backgroundRetry = new BackgroundRetry(LIMITS, others::add, time);
    private int failures;
    private int tries;

    @Test
    void whatSucceedsIsDoneOnce() {
        backgroundRetry.now(this::task);
        letTimeGoBy();
        assertThat(tries).isEqualTo(1);

        backgroundRetry.soon(this::task);
        assertThat(tries).as("on another thread").isEqualTo(1);
        letTimeGoBy();
        assertThat(tries).isEqualTo(2);
    }

    @Test
    void whatFailsIsTriedUntilItSucceeds() {
        failures = 3;
        backgroundRetry.now(this::task);
        assertThat(tries).isEqualTo(1);

        letTimeGoBy();

        assertThat(tries).isEqualTo(4);
    }

    @Test
    void itIsGivenUpAfterSomeMinutes() {
        failures = EVER;
        backgroundRetry.later(this::task);
        assertThat(tries).isZero();

        letTimeGoBy();

        assertThat(tries).isEqualTo(6);
    }

    @Test
    void whatIsGivenUpIsDoneOtherwiseOnceAndWhatSucceedsIsNot() {
        AtomicInteger otherwise = new AtomicInteger();
        failures = 3;
        backgroundRetry.now(this::task, otherwise::incrementAndGet);
        letTimeGoBy();
        assertThat(tries).isEqualTo(4);
        assertThat(otherwise).hasValue(0);

        failures = EVER;
        backgroundRetry.now(this::task, otherwise::incrementAndGet);
        letTimeGoBy();
        assertThat(tries).isEqualTo(4 + 7);
        assertThat(otherwise).hasValue(1);

        backgroundRetry.now(
                () -> {
                    throw new IllegalStateException("a fault of ours");
                },
                otherwise::incrementAndGet);
        assertThat(otherwise).hasValue(2);
    }

    @Test
    void whatFindsNoRoomIsGivenUpAtOnce() {
        AtomicInteger otherwise = new AtomicInteger();
        failures = Integer.MAX_VALUE;
        for (int i = 0; i < MOST; i++) {
            backgroundRetry.now(this::task, otherwise::incrementAndGet);
        }
        assertThat(otherwise).hasValue(0);

        backgroundRetry.now(this::task, otherwise::incrementAndGet);

        assertThat(otherwise).hasValue(1);
    }

    @Test
    void theTimeForRetriesIsASetting() {
        BackgroundRetry patient = new BackgroundRetry(
                new StoreRetryLimits(MOST, Duration.ofMinutes(10), Duration.ofSeconds(2)), others::add, time);
        failures = EVER;
        patient.later(this::task);
        letTimeGoBy();
        assertThat(tries).as("the last pause of two minutes is repeated").isEqualTo(9);
        assertThat(patient.metrics())
                .filteredOn(metric -> metric.name().equals("store_retries_abandoned_total"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.value()).isEqualTo(1));
    }

    @Test
    void aFaultIsNotRepeated() {
        backgroundRetry.now(() -> {
            tries++;
            throw new IllegalStateException("a fault of ours");
        });

        letTimeGoBy();

        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whenTheGatewayStopsNothingIsThrown() {
        BackgroundRetry stopped = new BackgroundRetry(
                LIMITS,
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                time);

        stopped.soon(this::task);

        assertThat(tries).isZero();
    }

    @Test
    void aMomentWithoutThreadsOnlyDelays() {
        AtomicInteger asked = new AtomicInteger();
        BackgroundRetry poor = new BackgroundRetry(
                LIMITS,
                task -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new NoThreadException("no thread", new OutOfMemoryError("a test's"));
                    }
                    task.run();
                },
                time);

        poor.soon(this::task);
        assertThat(tries).isZero();
        letTimeGoBy();

        assertThat(tries).isEqualTo(1);
    }

    private void task() {
        tries++;
        if (failures-- > 0) {
            throw new StoreUnavailableException("away");
        }
    }

    /** Ten minutes. */
    private void letTimeGoBy() {
        for (int second = 0; second < 600; second++) {
            for (Runnable next = others.poll(); next != null; next = others.poll()) {
                next.run();
            }
            time.advance(Duration.ofSeconds(1));
        }
    }
}
