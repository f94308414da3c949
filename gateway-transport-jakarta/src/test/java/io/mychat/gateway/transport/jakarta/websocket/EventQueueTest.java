package io.mychat.gateway.transport.jakarta.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventQueueTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final EventQueue events = new EventQueue(failures::add);

    @Test
    void anEventOfAnEventComesAfterIt() {
        List<String> order = new ArrayList<>();
        events.run(() -> {
            events.run(() -> order.add("second"));
            order.add("first");
        });
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void anEventThatThrowsHoldsUpNoOther() {
        List<String> order = new ArrayList<>();
        events.run(() -> {
            events.run(() -> order.add("second"));
            throw new IllegalStateException("a test's event");
        });
        events.run(() -> order.add("third"));
        assertThat(order).containsExactly("second", "third");
        assertThat(failures).hasSize(1);
    }

    @Test
    void eventsOfManyThreadsRunOneByOneAndNoneIsLost() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        int[] runs = new int[1]; // guarded by the queue
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 2000; i++) {
                    events.run(() -> {
                        if (inside.getAndIncrement() > 0) {
                            overlaps.incrementAndGet();
                        }
                        runs[0]++;
                        inside.decrementAndGet();
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(runs[0]).isEqualTo(16_000);
        assertThat(overlaps.get()).isZero();
    }
}
