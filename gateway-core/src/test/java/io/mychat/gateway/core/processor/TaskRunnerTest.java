package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bounds that all sessions share. */
class TaskRunnerTest {

    private final List<Runnable> started = new ArrayList<>();
    private final TaskRunner tasks = new TaskRunner(started::add, 2, 1);

    @Test
    void noMoreAreAdmittedThanMayWorkAndWait() {
        assertThat(tasks.tryAdmit()).isTrue();
        assertThat(tasks.tryAdmit()).isTrue();
        assertThat(tasks.tryAdmit()).isTrue();
        assertThat(tasks.tryAdmit()).isFalse();

        tasks.withdraw();

        assertThat(tasks.tryAdmit()).isTrue();
        assertThat(tasks.waiting()).isEqualTo(3);
    }

    @Test
    void aFreeSlotGoesToTheOneThatHasWaitedLongest() throws InterruptedException {
        Runnable first = () -> {};
        Runnable second = () -> {};
        Runnable third = () -> {};
        for (Runnable task : List.of(first, second, third)) {
            assertThat(tasks.tryAdmit()).isTrue();
            tasks.submit(task);
        }
        assertThat(started).hasSize(2);
        assertThat(tasks.running()).isEqualTo(2);
        assertThat(tasks.waiting()).isEqualTo(1);

        tasks.finished();

        assertThat(started).hasSize(3);
        assertThat(started.get(2)).isSameAs(third);
        assertThat(tasks.awaitIdle(1)).isFalse();
        tasks.finished();
        tasks.finished();
        assertThat(tasks.running()).isZero();
        assertThat(tasks.awaitIdle(0)).isTrue();
    }

    @Test
    void otherBoundsCountForWhatWaitsAndWhatComes() {
        for (int i = 0; i < 3; i++) {
            assertThat(tasks.tryAdmit()).isTrue();
            tasks.submit(() -> {});
        }
        assertThat(started).hasSize(2);

        tasks.resize(3, 0);

        assertThat(started).hasSize(3);
        assertThat(tasks.tryAdmit()).isFalse();
        tasks.resize(1, 5);
        assertThat(tasks.running()).as("what runs runs on").isEqualTo(3);
        assertThat(tasks.tryAdmit()).isTrue();
        tasks.submit(() -> {});
        tasks.finished();
        tasks.finished();
        assertThat(started).as("until fewer run than may").hasSize(3);
        assertThat(tasks.running()).isEqualTo(1);
        tasks.finished();
        assertThat(started).hasSize(4);
        tasks.finished();
        assertThat(tasks.running()).isZero();
        assertThat(tasks.waiting()).isZero();
    }
}
