package io.mychat.gateway.transport.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventLoopTest {

    private EventLoop loop;

    @BeforeEach
    void start() throws IOException {
        loop = new EventLoop("a test's loop", 4);
        loop.start();
    }

    @AfterEach
    void stop() {
        loop.stop();
        assertThat(loop.awaitEnd(10_000)).isTrue();
    }

    /** Many threads hand over tasks while the loop goes to sleep and wakes up: none is forgotten, and each is in order. */
    @Test
    void noTaskIsForgottenHoweverTheLoopSleeps() throws Exception {
        int threads = 4;
        int each = 20_000;
        List<List<Integer>> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(threads * each);
        for (int t = 0; t < threads; t++) {
            List<Integer> own = new ArrayList<>();
            seen.add(own);
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            int number = i;
                            loop.execute(() -> {
                                own.add(number);
                                done.countDown();
                            });
                            if (i % 50 == 0) {
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).allSatisfy(own -> assertThat(own).hasSize(each).isSorted());
    }

    @Test
    void aTaskThatFailsHarmsNoOther() throws Exception {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        loop.execute(() -> {
            throw new LinkageError("a test's");
        });
        loop.execute(() -> next.complete(loop.isCurrent()));
        assertThat(next.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.isAlive()).isTrue();
    }

    @Test
    void aTaskOfTheLoopItselfRunsWithoutAnybodyWakingIt() throws Exception {
        CompletableFuture<String> third = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> loop.executeAfterLook(() -> third.complete("there"))));
        assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("there");
    }

    @Test
    void newcomersTakeTheirStepsInOrderAndNotAllAtOnce() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(20);
        loop.execute(() -> {
            for (int i = 0; i < 20; i++) {
                String name = "newcomer " + i;
                loop.newcomers().run(() -> {
                    order.add(name);
                    all.countDown();
                });
            }
            loop.execute(() -> order.add("a task of an open connection"));
        });
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order.indexOf("a task of an open connection")).isBetween(4, 8);
        order.remove("a task of an open connection");
        assertThat(order.get(0)).isEqualTo("newcomer 0");
        assertThat(order.get(19)).isEqualTo("newcomer 19");
        assertThat(loop.newcomers().delayed()).isEqualTo(16);
    }

    @Test
    void deadlinesWakeASleepingLoop() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        loop.execute(() -> loop.timers().after(120, () -> late.complete("late")));
        assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo("late");
    }

    @Test
    void aStoppedLoopFinishesWhatWaitsAndTakesNothingMore() {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch hold = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 10; i++) {
            loop.execute(ran::incrementAndGet);
        }
        loop.stop();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        hold.countDown();
        await().until(() -> !loop.isAlive());
        assertThat(ran).hasValue(10);
    }
}
