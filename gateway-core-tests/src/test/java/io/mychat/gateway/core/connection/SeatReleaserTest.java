package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.testing.LogLines;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every seat is given back, whoever leaves when. */
class SeatReleaserTest {

    private static final int THREADS = 4;
    private static final int SEATS = 500;
    private static final int ROUNDS = 20;

    private final InMemorySessionStore store = new InMemorySessionStore(new ManualTime());
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final ManualTime time = new ManualTime();
    private final AtomicInteger threadsMissing = new AtomicInteger();
    private final SeatReleaser seatReleaser = new SeatReleaser(store, this::execute, time);

    private void execute(Runnable task) {
        if (threadsMissing.get() > 0) {
            threadsMissing.decrementAndGet();
            throw new NoThreadException("no thread", new OutOfMemoryError("unable to create native thread"));
        }
        executor.execute(task);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void noSeatOfACrowdIsForgotten() {
        for (int round = 0; round < ROUNDS; round++) {
            ConcurrentRun.run(THREADS, thread -> {
                for (int i = 0; i < SEATS; i++) {
                    seatReleaser.later(seat(thread + "-" + i));
                }
                return thread;
            });
            await().until(() -> store.onlineUsers() == 0);
        }
    }

    @Test
    void aGatewayThatStopsGivesSeatsBackItself() {
        executor.shutdown();

        seatReleaser.later(seat("late"));

        assertThat(store.onlineUsers()).isZero();
    }

    @Test
    void seatsKeptForWantOfThreadsAreReleasedLater() {
        threadsMissing.set(10);

        for (int i = 0; i < 60; i++) {
            seatReleaser.later(seat("u" + i));
        }

        await().untilAsserted(() -> assertThat(store.onlineUsers()).isZero());
    }

    @Test
    void theLastOneToLeaveIsGivenBackWithoutAnother() {
        threadsMissing.set(3);
        seatReleaser.later(seat("last"));
        assertThat(store.onlineUsers()).isEqualTo(1);
        assertThat(time.pendingTimers()).isEqualTo(1);

        time.advance(Duration.ofSeconds(3));

        await().untilAsserted(() -> assertThat(store.onlineUsers()).isZero());
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aStoreThatFailsCostsNoOtherSeat() {
        AtomicBoolean fail = new AtomicBoolean(true);
        SeatReleaser other = new SeatReleaser(
                new ForwardingSessionStore(store) {
                    @Override
                    public boolean remove(Session session) {
                        if (fail.getAndSet(false)) {
                            throw new OutOfMemoryError("Java heap space");
                        }
                        return super.remove(session);
                    }
                },
                executor,
                time);

        for (int i = 0; i < 10; i++) {
            other.later(seat("u" + i));
        }

        await().untilAsserted(() -> assertThat(store.onlineUsers()).isEqualTo(1));
    }

    @Test
    void whileTheStoreIsAwayOneLineAMinuteSaysWhenSeatsAreGivenBack() {
        SeatReleaser away = new SeatReleaser(
                new ForwardingSessionStore(store) {
                    @Override
                    public boolean remove(Session session) {
                        throw new StoreUnavailableException("away");
                    }
                },
                Runnable::run,
                time);
        try (LogLines log = new LogLines(SeatReleaser.class)) {
            for (int i = 0; i < 200; i++) {
                away.later(seat("u" + i));
            }
            time.advance(Duration.ofSeconds(61));
            away.later(seat("later"));

            String line =
                    "The store cannot be reached: a session that has ended is removed there when it answers again";
            assertThat(log.warnings())
                    .containsExactly(
                            new LogLines.Line(line, false),
                            new LogLines.Line(line + " (200 times since this was last logged)", false));
        }
    }

    @Test
    void aCrowdThatLeavesASlowStoreLetsOthersHaveAThread() throws InterruptedException {
        Semaphore answers = new Semaphore(0);
        CountDownLatch allRemoved = new CountDownLatch(1000);
        SeatReleaser slow = new SeatReleaser(
                new ForwardingSessionStore(store) {
                    @Override
                    public boolean remove(Session session) {
                        answers.acquireUninterruptibly();
                        allRemoved.countDown();
                        return true;
                    }
                },
                executor,
                time);
        for (int i = 0; i < 1000; i++) {
            slow.later(seat("u" + i));
        }
        CountDownLatch hint = new CountDownLatch(1);

        executor.execute(hint::countDown);

        // The store answers one session after the other until the others have had their thread.
        for (int i = 0; i < 200 && !hint.await(25, TimeUnit.MILLISECONDS); i++) {
            answers.release(THREADS);
        }
        assertThat(hint.await(0, TimeUnit.SECONDS)).isTrue();
        answers.release(1000);
        assertThat(allRemoved.await(20, TimeUnit.SECONDS))
                .as("which they will be")
                .isTrue();
    }

    private Session seat(String user) {
        Session candidate = new Session(
                "s-" + user,
                new UserInfo(user, user, Set.of()),
                new DeviceKey("web", "d"),
                "192.0.2.1",
                Instant.EPOCH,
                0,
                "n1");
        return ((LoginOutcome.Admitted) store.login(candidate, new SeatRule(1, WhenFull.KICK_OLDEST, 0))).session();
    }
}
