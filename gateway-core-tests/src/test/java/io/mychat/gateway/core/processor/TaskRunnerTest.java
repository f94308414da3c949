package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.core.threads.Workers;
import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The bounds that all sessions share. */
class TaskRunnerTest {

    private final List<Runnable> started = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int threadsMissing;
    private final TaskRunner tasks = new TaskRunner(this::execute, bounds(2, 1));

    private static ProcessingOptions bounds(int running, int waiting) {
        return new ProcessingOptions(running, waiting, 1, 1);
    }

    private void execute(Runnable task) {
        if (threadsMissing > 0) {
            threadsMissing--;
            throw new NoThreadException("no thread", new OutOfMemoryError("unable to create native thread"));
        }
        started.add(task);
    }

    private TaskRunner.Task task(String name) {
        return new TaskRunner.Task() {
            @Override
            public void run() {}

            @Override
            public void refused() {
                refused.add(name);
            }
        };
    }

    private void submit(String name) {
        assertThat(tasks.tryAdmit()).isTrue();
        tasks.submit(task(name));
    }

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
    void whatWaitsForAThreadIsWaitingAndTheThreadsAreTheLimit() {
        Workers workers = Workers.create("tasks-of-a-test", 2, 0);
        CountDownLatch end = new CountDownLatch(1);
        try {
            TaskRunner pooled = new TaskRunner(workers, bounds(5, 3));
            for (int i = 0; i < 4; i++) {
                assertThat(pooled.tryAdmit()).isTrue();
                pooled.submit(new TaskRunner.Task() {
                    @Override
                    public void run() {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        pooled.finished();
                    }

                    @Override
                    public void refused() {}
                });
            }

            boolean isPool = workers.limit() > 0;
            await().untilAsserted(() -> assertThat(pooled.metrics().stream().map(Metric::value))
                    .startsWith(isPool ? 2.0 : 4.0, isPool ? 2.0 : 5.0, isPool ? 2.0 : 0.0, isPool ? 6.0 : 3.0));
            assertThat(pooled.running()).isEqualTo(isPool ? 2 : 4);
            assertThat(pooled.waiting()).isEqualTo(isPool ? 2 : 0);
        } finally {
            end.countDown();
            workers.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void aFreeSlotGoesToTheOneThatHasWaitedLongest() throws InterruptedException {
        TaskRunner.Task first = task("first");
        TaskRunner.Task second = task("second");
        TaskRunner.Task third = task("third");
        for (TaskRunner.Task task : List.of(first, second, third)) {
            assertThat(tasks.tryAdmit()).isTrue();
            tasks.submit(task);
        }
        assertThat(started).hasSize(2);
        assertThat(tasks.running()).isEqualTo(2);
        assertThat(tasks.waiting()).isEqualTo(1);

        tasks.finished();

        assertThat(started).hasSize(3);
        assertThat(started.get(2)).isSameAs(third);
        assertThat(tasks.awaitIdle(Duration.ofNanos(1))).isFalse();
        tasks.finished();
        tasks.finished();
        assertThat(tasks.running()).isZero();
        assertThat(tasks.awaitIdle(Duration.ofNanos(0))).isTrue();
    }

    @Test
    void otherBoundsCountForWhatWaitsAndWhatComes() {
        for (int i = 0; i < 3; i++) {
            assertThat(tasks.tryAdmit()).isTrue();
            tasks.submit(task("any"));
        }
        assertThat(started).hasSize(2);

        tasks.resize(bounds(3, 0));

        assertThat(started).hasSize(3);
        assertThat(tasks.tryAdmit()).isFalse();
        tasks.resize(bounds(1, 5));
        assertThat(tasks.running()).as("what runs runs on").isEqualTo(3);
        assertThat(tasks.tryAdmit()).isTrue();
        tasks.submit(task("any"));
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

    @Test
    void aTaskThatFindsNoThreadHoldsNothing() throws InterruptedException {
        threadsMissing = 5;
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> submit("never")).isInstanceOf(RejectedExecutionException.class);
        }

        assertThat(tasks.running()).isZero();
        assertThat(tasks.waiting()).isZero();
        assertThat(tasks.awaitIdle(Duration.ofNanos(0))).isTrue();
        assertThat(refused).as("who submits knows it").isEmpty();
        submit("later");
        assertThat(started).hasSize(1);
    }

    @Test
    void aWaitingTaskWithoutAThreadIsToldAndFreesItsSlot() {
        tasks.resize(bounds(1, 3));
        for (String name : List.of("first", "second", "third", "fourth")) {
            submit(name);
        }
        threadsMissing = 2;

        tasks.finished();

        assertThat(refused).containsExactly("second", "third");
        assertThat(started).hasSize(2);
        assertThat(tasks.running()).isEqualTo(1);
        assertThat(tasks.waiting()).isZero();
        tasks.finished();
        assertThat(tasks.running()).isZero();
    }

    @Test
    void moreSlotsWithoutThreadsLoseNothing() {
        for (String name : List.of("first", "second", "third")) {
            submit(name);
        }
        threadsMissing = 1;

        tasks.resize(bounds(3, 0));

        assertThat(refused).containsExactly("third");
        assertThat(tasks.running()).isEqualTo(2);
        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void aFullQueueOfRefusalsThatEachGoOnIsNoDeepStack() {
        int many = 5_000;
        tasks.resize(bounds(1, many));
        submit("holds the slot");
        for (int i = 0; i < many; i++) {
            assertThat(tasks.tryAdmit()).isTrue();
            tasks.submit(new TaskRunner.Task() {
                @Override
                public void run() {}

                @Override
                public void refused() {
                    // As a lane does: what waits behind it begins, and finds no thread either.
                    refused.add("told");
                    assertThat(tasks.tryAdmit()).isTrue();
                    assertThatThrownBy(() -> tasks.submit(task("behind")))
                            .isInstanceOf(RejectedExecutionException.class);
                }
            });
        }
        threadsMissing = Integer.MAX_VALUE;

        tasks.finished();

        assertThat(refused).hasSize(many).containsOnly("told");
        assertThat(tasks.running()).isZero();
        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void onlyWhatWaitsForNothingButASlotIsReady() {
        submit("first");
        assertThat(tasks.tryAdmit()).as("waits in a lane, behind the first").isTrue();
        assertThat(tasks.waiting()).isEqualTo(1);
        assertThat(tasks.ready()).isZero();

        tasks.resize(bounds(1, 2));
        submit("second");

        assertThat(tasks.ready()).isEqualTo(1);
    }

    @Test
    void whatBelongsElsewhereIsDoneHereWhereThereIsNoOtherThread() {
        threadsMissing = 1;

        tasks.offload(() -> refused.add("here"));
        tasks.offload(() -> refused.add("there"));

        assertThat(refused).containsExactly("here");
        assertThat(started).hasSize(1);
    }
}
