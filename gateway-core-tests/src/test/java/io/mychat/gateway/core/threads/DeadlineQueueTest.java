package io.mychat.gateway.core.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {

    private static final long SEED = 20261130;

    private final ManualTime time = new ManualTime();
    private final DeadlineQueue queue = new DeadlineQueue(time);
    private final List<Item> fired = new ArrayList<>();

    private final class Item extends DeadlineQueue.Entry {

        private long due;

        Item at(long millis) {
            due = time.nanoTime() + Duration.ofMillis(millis).toNanos();
            queue.set(this, due);
            return this;
        }

        @Override
        protected void fire() {
            assertThat(time.nanoTime()).isEqualTo(due);
            fired.add(this);
        }
    }

    private void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    @Test
    void firesInTheOrderOfTheDeadlinesOnOneTimer() {
        Item late = new Item().at(30);
        Item early = new Item().at(10);
        Item middle = new Item().at(20);
        assertThat(time.pendingTimers()).isEqualTo(1);

        advance(30);

        assertThat(fired).containsExactly(early, middle, late);
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aTimerThatRunsAlthoughItWasCancelledLeavesNoSecondOne() {
        List<Runnable> timers = new ArrayList<>();
        TimeSource begun = new TimeSource() {
            @Override
            public Instant now() {
                return time.now();
            }

            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Timer schedule(Duration delay, Runnable action) {
                timers.add(action);
                return () -> {}; // it has begun to run, and cannot be cancelled
            }
        };
        DeadlineQueue raced = new DeadlineQueue(begun);
        raced.set(new Item(), time.nanoTime() + 20);
        raced.set(new Item(), time.nanoTime() + 10);
        assertThat(timers).hasSize(2);

        timers.get(0).run();

        assertThat(timers).as("the second one still comes").hasSize(2);
    }

    @Test
    void anEntryHasOneDeadline() {
        Item moved = new Item().at(10);
        moved.at(50);
        advance(49);
        assertThat(fired).isEmpty();

        moved.at(0);
        advance(0);
        assertThat(fired).containsExactly(moved);
        advance(100);
        assertThat(fired).hasSize(1);
    }

    @Test
    void anEntryThatIsTakenAwayDoesNotFireAndLeavesNoTimer() {
        Item gone = new Item().at(10);
        queue.remove(gone);
        queue.remove(gone);

        assertThat(time.pendingTimers()).isZero();
        advance(100);
        assertThat(fired).isEmpty();
    }

    @Test
    void anEntryMayComeBackWhenItFires() {
        List<Long> at = new ArrayList<>();
        DeadlineQueue.Entry again = new DeadlineQueue.Entry() {
            @Override
            protected void fire() {
                at.add(Duration.ofNanos(time.nanoTime()).toMillis());
                queue.set(this, time.nanoTime() + Duration.ofMillis(10).toNanos());
            }
        };
        queue.set(again, Duration.ofMillis(10).toNanos());
        advance(35);

        assertThat(at).containsExactly(10L, 20L, 30L);
    }

    @Test
    void aFailureAffectsNoOtherEntry() {
        queue.set(
                new DeadlineQueue.Entry() {
                    @Override
                    protected void fire() {
                        throw new IllegalStateException("on purpose");
                    }
                },
                Duration.ofMillis(10).toNanos());
        Item other = new Item().at(20);
        assertThatThrownBy(() -> advance(10)).hasMessage("on purpose");

        advance(10);
        assertThat(fired).containsExactly(other);
    }

    @Test
    void manyComeAndGo() {
        Random random = new Random(SEED);
        List<Item> waiting = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> waiting.add(new Item().at(random.nextInt(1000)));
                case 2 -> {
                    if (!waiting.isEmpty()) {
                        waiting.get(random.nextInt(waiting.size())).at(random.nextInt(1000));
                    }
                }
                default -> {
                    if (!waiting.isEmpty()) {
                        queue.remove(waiting.remove(random.nextInt(waiting.size())));
                    }
                }
            }
            if (step % 10 == 0) {
                advance(random.nextInt(30));
                waiting.removeAll(fired);
                fired.clear();
            }
            assertThat(queue.size()).isEqualTo(waiting.size());
        }
        advance(1000);
        assertThat(fired).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat(queue.size()).isZero();
        assertThat(time.pendingTimers()).isZero();
    }

    /** As with a timer for each: a second thread helps when an entry holds up the first one. */
    @Test
    void anEntryThatHoldsUpItsThreadDoesNotHoldUpTheNextTimer() throws InterruptedException {
        CountDownLatch next = new CountDownLatch(1);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        try {
            DeadlineQueue own = new DeadlineQueue(new ExecutorTime(threads));
            own.set(entry(() -> assertThat(await(next)).isTrue()), System.nanoTime());
            own.set(entry(next::countDown), System.nanoTime() + 1);
            assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static DeadlineQueue.Entry entry(Runnable action) {
        return new DeadlineQueue.Entry() {
            @Override
            protected void fire() {
                action.run();
            }
        };
    }

    /** The time of the machine, with the timers of an executor. */
    private record ExecutorTime(ScheduledExecutorService threads) implements TimeSource {

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            Future<?> future = threads.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }
    }
}
