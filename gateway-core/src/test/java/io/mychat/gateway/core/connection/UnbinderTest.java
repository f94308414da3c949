package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.Together;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every seat is given back, whoever leaves when. */
class UnbinderTest {

    private static final int THREADS = 4;
    private static final int SEATS = 500;
    private static final int ROUNDS = 20;

    private final InMemorySessionStore store = new InMemorySessionStore(new ManualTime());
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final Unbinder unbinder = new Unbinder(store, executor);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void noSeatOfACrowdIsForgotten() {
        for (int round = 0; round < ROUNDS; round++) {
            Together.run(THREADS, thread -> {
                for (int i = 0; i < SEATS; i++) {
                    unbinder.later(seat(thread + "-" + i));
                }
                return thread;
            });
            await().until(() -> store.onlineUsers() == 0);
        }
    }

    @Test
    void aGatewayThatStopsGivesSeatsBackItself() {
        executor.shutdown();

        unbinder.later(seat("late"));

        assertThat(store.onlineUsers()).isZero();
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
