package io.mychat.gateway.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.core.watch.LivenessCheck.Repair;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();

    private Watchdog dog(LivenessCheck... things) {
        return new Watchdog(() -> List.of(things), time);
    }

    private void looks(Watchdog dog, int times) {
        for (int i = 0; i < times; i++) {
            dog.look();
            time.advance(LOOK);
        }
    }

    private static double metric(Watchdog dog, String name) {
        return dog.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void aPortThatIsShutIsOpenedAgain() {
        boolean[] open = {false};
        Watchdog dog = dog(new PortCheck("websocket_server", () -> open[0], () -> {
            open[0] = true;
            return true;
        }));

        dog.look();
        assertThat(dog.faults()).isEqualTo(Map.of("websocket_server", Status.UNHEALTHY));
        dog.look();
        assertThat(dog.faults()).isEmpty();
        assertThat(metric(dog, "watchdog_faults_total")).isEqualTo(1);
        assertThat(metric(dog, "watchdog_repairs_total")).isEqualTo(1);
        assertThat(metric(dog, "watchdog_fault")).isZero();
    }

    @Test
    void repairsThatDoNotHelpAreTriedEverMoreRarely() {
        List<Long> tries = new ArrayList<>();
        Watchdog dog = dog(new PortCheck("http_server", () -> false, () -> {
            tries.add(time.nanoTime() / LOOK.toNanos());
            throw new IOException("address in use");
        }));

        looks(dog, 30);

        assertThat(tries).containsExactly(0L, 2L, 5L, 10L, 19L);
        assertThat(metric(dog, "watchdog_faults_total")).isEqualTo(1);
    }

    @Test
    void aThreadThatRunsItsTasksIsWell() {
        Watchdog dog = dog(new ExecutorCheck(
                "workers",
                task -> {
                    task.run();
                    return () -> {};
                },
                LOOK,
                () -> Repair.NONE,
                time));

        looks(dog, 10);

        assertThat(dog.faults()).isEmpty();
    }

    @Test
    void aThreadThatIsHeldUpIsFoundAndIsWellWhenItRunsAgain() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        List<String> repairs = new ArrayList<>();
        Watchdog dog = dog(new ExecutorCheck(
                "timers",
                task -> {
                    tasks.add(task);
                    return () -> tasks.remove(task);
                },
                LOOK,
                () -> {
                    repairs.add("helped");
                    return new Repair.Tried("got another thread");
                },
                time));

        looks(dog, 2);
        assertThat(dog.faults()).as("in time so far").isEmpty();
        looks(dog, 1);
        assertThat(dog.faults()).isEqualTo(Map.of("timers", Status.DEGRADED));
        assertThat(repairs).hasSize(1);
        assertThat(tasks).as("one question at a time").hasSize(1);

        tasks.remove().run();
        looks(dog, 1);
        assertThat(dog.faults()).isEmpty();

        dog.forget();
        assertThat(tasks).as("taken back at the end").isEmpty();
    }

    @Test
    void afterAPauseOfTheWholeProcessNothingIsBlamed() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Watchdog dog = dog(
                new ExecutorCheck(
                        "workers",
                        task -> {
                            tasks.add(task);
                            return () -> {};
                        },
                        LOOK,
                        () -> Repair.NONE,
                        time),
                new HeartbeatCheck("config_watch", tasks::size, LOOK, () -> Repair.NONE, time));
        dog.look();
        time.advance(Duration.ofHours(8));

        dog.look();

        assertThat(dog.faults()).isEmpty();
    }

    @Test
    void anExecutorThatTakesNothingIsFound() {
        Watchdog dog = dog(new ExecutorCheck(
                "workers",
                task -> {
                    throw new RejectedExecutionException();
                },
                LOOK,
                () -> Repair.NONE,
                time));

        dog.look();

        assertThat(dog.faults()).containsOnlyKeys("workers");
        assertThat(metric(dog, "watchdog_repairs_total")).as("there is none").isZero();
    }

    @Test
    void aPoolThatFindsNoThreadIsAskedAgain() {
        int[] threadsMissing = {1};
        Watchdog dog = dog(new ExecutorCheck(
                "workers",
                task -> {
                    if (threadsMissing[0]-- > 0) {
                        throw new NoThreadException(
                                "no thread", new OutOfMemoryError("unable to create native thread"));
                    }
                    task.run();
                    return () -> {};
                },
                LOOK,
                () -> Repair.NONE,
                time));

        dog.look();
        assertThat(dog.faults()).containsOnlyKeys("workers");

        dog.look();
        assertThat(dog.faults()).isEmpty();
    }

    @Test
    void anErrorInOneThingHidesNoOther() {
        Watchdog dog = dog(
                new PortCheck(
                        "websocket_server",
                        () -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        () -> {
                            throw new OutOfMemoryError("Java heap space");
                        }),
                new PortCheck("http_server", () -> false, () -> false));

        dog.look();

        assertThat(dog.faults()).containsOnlyKeys("websocket_server", "http_server");
        assertThat(metric(dog, "watchdog_repairs_total"))
                .as("the one that failed")
                .isEqualTo(1);
    }

    @Test
    void nothingThatItsActionThrowsEndsABeat() {
        AtomicInteger beats = new AtomicInteger();
        try (PeriodicThread periodicThread = new PeriodicThread("test-beat", Duration.ofMillis(20), () -> {
            beats.incrementAndGet();
            throw new OutOfMemoryError("Java heap space");
        })) {
            periodicThread.start();

            org.awaitility.Awaitility.await().until(() -> beats.get() >= 3);
        }
    }

    @Test
    void aQueueMayBeFullAsLongAsSomethingMoves() {
        long[] waiting = {100};
        long[] done = {0};
        Watchdog dog = dog(new ProgressCheck("tasks", () -> waiting[0], () -> done[0], () -> LOOK, time));
        for (int i = 0; i < 10; i++) {
            done[0]++;
            looks(dog, 1);
        }
        assertThat(dog.faults()).isEmpty();

        looks(dog, 3);
        assertThat(dog.faults()).containsOnlyKeys("tasks");

        waiting[0] = 0;
        looks(dog, 1);
        assertThat(dog.faults()).isEmpty();
    }

    @Test
    void whatShowsNoLifeIsRepaired() {
        int[] sign = {0};
        Watchdog dog = dog(new HeartbeatCheck(
                "config_watch",
                () -> sign[0],
                LOOK,
                () -> {
                    sign[0]++;
                    return new Repair.Tried("was started again");
                },
                time));

        looks(dog, 3);
        assertThat(metric(dog, "watchdog_faults_total")).isEqualTo(1);
        looks(dog, 1);

        assertThat(dog.faults()).isEmpty();
    }

    @Test
    void aThingThatCannotBeLookedAtDoesNotHideTheOthers() {
        Watchdog dog = dog(
                new LivenessCheck() {
                    @Override
                    public String name() {
                        return "odd";
                    }

                    @Override
                    public Optional<String> fault() {
                        throw new IllegalStateException("odd");
                    }
                },
                new PortCheck("http_server", () -> false, () -> false));

        dog.look();

        assertThat(dog.faults()).containsOnlyKeys("odd", "http_server");
        assertThat(metric(dog, "watchdog_looks_total")).isEqualTo(1);
    }

    @Test
    void threadsThatWaitForEachOtherAreNamed() throws InterruptedException {
        DeadlockCheck check = new DeadlockCheck(time);
        assertThat(check.fault()).isEmpty();
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        CountDownLatch bothHold = new CountDownLatch(2);
        List<Thread> threads =
                List.of(crossing("one-way", one, other, bothHold), crossing("other-way", other, one, bothHold));
        threads.forEach(Thread::start);
        assertThat(bothHold.await(10, TimeUnit.SECONDS)).isTrue();
        try {
            org.awaitility.Awaitility.await().untilAsserted(() -> {
                time.advance(DeadlockCheck.PACE);
                assertThat(check.fault().orElse("")).contains("one-way", "other-way");
            });
            assertThat(check.fault()).as("the JVM is not stopped at every look").isPresent();
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private static Thread crossing(String name, ReentrantLock first, ReentrantLock second, CountDownLatch bothHold) {
        Thread thread = new Thread(
                () -> {
                    first.lock();
                    try {
                        bothHold.countDown();
                        bothHold.await();
                        second.lockInterruptibly();
                        second.unlock();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        first.unlock();
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }
}
