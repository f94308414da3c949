package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class BoundedExecutorTest {

    private final Queue<Runnable> handed = new ArrayDeque<>();
    private boolean isClosed;
    private final BoundedExecutor executor = new BoundedExecutor(
            "x",
            task -> {
                if (isClosed) {
                    throw new RejectedExecutionException("closed");
                }
                handed.add(task);
            },
            2);

    @Test
    void oneTaskTooManyIsRejected() {
        executor.execute(() -> {});
        executor.execute(() -> {});
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

        handed.remove().run();
        executor.execute(() -> {});

        assertThat(handed).hasSize(2);
        assertThat(metric("pool_tasks")).isEqualTo(2);
        assertThat(metric("pool_tasks_rejected_total")).isEqualTo(1);
    }

    @Test
    void aTaskThatThrowsOrIsNotTakenGivesItsPlaceBack() {
        executor.execute(() -> {
            throw new IllegalStateException("a test");
        });
        assertThatThrownBy(handed.remove()::run).hasMessage("a test");
        isClosed = true;
        assertThatThrownBy(() -> executor.execute(() -> {})).hasMessage("closed");

        assertThat(metric("pool_tasks")).isZero();
    }

    private double metric(String name) {
        return executor.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
