package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of {@link SessionStoreContract} about concurrent logins. */
abstract class SessionStoreRaces extends SessionStoreFixture {

    private static final int THREADS = 8;
    private static final int LOGINS_PER_THREAD = 25;

    @Test
    void atOneSeatManyLoginsAtOnceLeaveTheLatest() {
        manyLoginsAtOnceLeaveTheLatest(ONE_SEAT);
    }

    @Test
    void atThreeSeatsManyLoginsAtOnceLeaveTheLatestThree() {
        manyLoginsAtOnceLeaveTheLatest(THREE_SEATS);
    }

    private void manyLoginsAtOnceLeaveTheLatest(SeatRule rule) {
        List<Admitted> outcomes = ConcurrentRun.run(THREADS, thread -> {
                    List<Admitted> mine = new ArrayList<>();
                    for (int i = 0; i < LOGINS_PER_THREAD; i++) {
                        String name = thread + "-" + i;
                        mine.add(admit(session("s" + name, "alice", "web", "d" + name), rule));
                        assertThat(store.sessionsOf("alice")).hasSizeLessThanOrEqualTo(rule.maxDevices());
                    }
                    return mine;
                })
                .stream()
                .flatMap(List::stream)
                .toList();

        List<Session> inOrder = outcomes.stream()
                .map(Admitted::session)
                .sorted(Comparator.comparingLong(Session::loginSeq))
                .toList();
        int losers = inOrder.size() - rule.maxDevices();
        assertThat(inOrder).extracting(Session::loginSeq).doesNotHaveDuplicates();
        assertThat(store.sessionsOf("alice")).isEqualTo(inOrder.subList(losers, inOrder.size()));
        assertThat(outcomes.stream().flatMap(one -> one.displaced().stream()).map(Displaced::session))
                .containsExactlyInAnyOrderElementsOf(inOrder.subList(0, losers));
        assertThat(inOrder.subList(0, losers)).noneMatch(store::isCurrent);
    }

    @Test
    void whereNobodyMakesRoomOneOfManyLoginsAtOnceIsAdmitted() {
        List<LoginOutcome> outcomes = ConcurrentRun.run(
                THREADS, thread -> store.login(session("s" + thread, "alice", "tv", "d" + thread), ONE_SEAT_NO_KICK));

        assertThat(outcomes).filteredOn(Admitted.class::isInstance).hasSize(1);
        assertThat(store.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void oneDeviceOnManyConnectionsAtOnceKeepsTheLatest() {
        List<Admitted> outcomes =
                ConcurrentRun.run(THREADS, thread -> admit(session("s" + thread, "alice", "web", "same"), THREE_SEATS));

        Session latest = outcomes.stream()
                .map(Admitted::session)
                .max(Comparator.comparingLong(Session::loginSeq))
                .orElseThrow();
        assertThat(store.sessionsOf("alice")).containsExactly(latest);
        assertThat(IntStream.range(0, THREADS).filter(i -> store.find("s" + i).isPresent()))
                .hasSize(1);
    }

    @Test
    void loginsAndRemovalsAtOnceLeaveNothingBehind() {
        ConcurrentRun.run(THREADS, thread -> {
            for (int i = 0; i < LOGINS_PER_THREAD; i++) {
                store.remove(admit(session("s" + thread + "-" + i, "u" + i % 3, "web", "d" + thread), ONE_SEAT)
                        .session());
            }
            return thread;
        });

        assertThat(store.onlineUsers()).isZero();
        assertThat(store.sessionsOf("u0")).isEmpty();
    }
}
