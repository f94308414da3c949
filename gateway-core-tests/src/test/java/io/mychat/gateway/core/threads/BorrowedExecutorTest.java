package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BorrowedExecutorTest {

    private final ExecutorService host = Executors.newFixedThreadPool(1);
    private final BorrowedExecutor borrowed = new BorrowedExecutor(host);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void endTheHost() {
        host.shutdownNow();
    }

    private void waitForEver() {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            done.add("interrupted");
            Thread.currentThread().interrupt(); // as a well-behaved task does
        }
    }

    @Test
    void theEndInterruptsRunningTasksAndDropsWaitingOnes() throws Exception {
        borrowed.execute(this::waitForEver);
        borrowed.execute(() -> done.add("waited"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        borrowed.shutdownNow();

        assertThat(borrowed.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(host.submit(() -> Thread.currentThread().isInterrupted()).get(10, TimeUnit.SECONDS))
                .as("the host's next task is not interrupted")
                .isFalse();
        assertThat(done).containsExactly("interrupted");
        assertThatThrownBy(() -> borrowed.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void anInterruptOfTheHostIsLeftToIt() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        BorrowedExecutor own = new BorrowedExecutor(task -> host.execute(() -> {
            task.run();
            done.add(Thread.interrupted() ? "still interrupted" : "not interrupted");
            left.countDown();
        }));
        own.execute(() -> {
            Thread.currentThread().interrupt(); // by the host
            own.shutdown();
        });

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("still interrupted");
    }

    @Test
    void aTaskOnTheCallingThreadCountsOnce() throws Exception {
        BorrowedExecutor onCaller = new BorrowedExecutor(Runnable::run);
        onCaller.execute(() -> onCaller.execute(() -> done.add("inner")));
        onCaller.shutdown();

        assertThat(onCaller.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("inner");
    }
}
