package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pools on a machine that gives no thread for a moment. */
class WorkersTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger threadsLeft = new AtomicInteger(100);
    private final AtomicInteger threadsMade = new AtomicInteger();
    private final Workers workers = Workers.pool("test", 4, this::scarce);

    /** Where the JVM finds out that there is none differs from one to the next. */
    private Thread scarce(Runnable task) {
        if (threadsLeft.getAndDecrement() <= 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        threadsMade.incrementAndGet();
        return new Thread(task);
    }

    @AfterEach
    void stop() {
        workers.stopNow();
    }

    @Test
    void aTaskThatIsRefusedIsNeverRun() {
        AtomicInteger runs = new AtomicInteger();
        threadsLeft.set(0);

        assertThatThrownBy(() -> workers.execute(runs::incrementAndGet))
                .isInstanceOf(NoThreadException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);

        assertThat(workers.waiting()).isZero();
        assertThat(workers.failures()).isEqualTo(1);
        threadsLeft.set(100);
        CountDownLatch later = new CountDownLatch(1);
        workers.execute(later::countDown);
        await().until(() -> later.getCount() == 0);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aTaskWaitsForTheThreadsThatThereAre() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        threadsLeft.set(1);
        workers.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (int i = 0; i < 10; i++) {
            workers.execute(runs::incrementAndGet);
        }

        assertThat(workers.failures()).isEqualTo(10);
        go.countDown();
        await().untilAsserted(() -> assertThat(runs).hasValue(10));
        assertThat(workers.waiting()).isZero();
    }

    @Test
    void whateverATaskThrowsCostsNoThread() {
        CountDownLatch last = new CountDownLatch(1);
        Workers one = Workers.pool("one", 1, this::scarce);
        for (int i = 0; i < 10; i++) {
            one.execute(() -> {
                throw new AssertionError("careless");
            });
        }
        one.execute(last::countDown);

        await().until(() -> last.getCount() == 0);
        assertThat(threadsMade).hasValue(1);
        one.stop(Duration.ofSeconds(10));
    }

    @Test
    void afterTheEndNothingIsTaken() {
        workers.stop(Duration.ofSeconds(10));

        assertThatThrownBy(() -> workers.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .isNotInstanceOf(NoThreadException.class);
    }

    private static void hold(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoeverWaitsForATaskHearsThatItIsDropped() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Workers one = Workers.pool("one", 1, this::scarce);
        BoundedExecutor bounded = new BoundedExecutor("x", one, 10);
        AsyncCalls calls = new AsyncCalls(bounded);
        one.execute(() -> {
            begun.countDown();
            hold(never);
        });
        await().until(() -> begun.getCount() == 0);
        CompletionStage<Integer> ofHost = calls.call(() -> 1);
        InterruptibleCall<Integer> ofHandler = InterruptibleCall.on(bounded, () -> 2);
        CompletionStage<Integer> last = calls.call(() -> 3);
        CompletionStage<Boolean> dependent = last.handle((three, failure) -> {
            hold(never);
            return true;
        });

        one.stopNow(); // returns although a dependent stage blocks

        assertThat(ofHost)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DroppedTaskException.class);
        assertThat(ofHandler)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DroppedTaskException.class);
        await().until(() -> bounded.metrics().get(0).value() == 0);
        assertThat(dependent).isNotDone();
        never.countDown();
        assertThat(dependent).succeedsWithin(SOON);
    }
}
