package io.mychat.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Devices;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.LoginOutcome.NoFreeSeat;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} promises. Extend it and say how to make an empty store. */
public abstract class SessionStoreContract {

    private static final SeatRule ONE_SEAT = new SeatRule(1, WhenFull.KICK_OLDEST, 0);
    private static final SeatRule THREE_SEATS = new SeatRule(3, WhenFull.KICK_OLDEST, 0);
    private static final SeatRule ONE_SEAT_NO_KICK = new SeatRule(1, WhenFull.REJECT, 0);
    private static final int USERS = 40;
    private static final int THREADS = 8;
    private static final int LOGINS_PER_THREAD = 25;

    private SessionStore store;

    /** For JUnit. */
    protected SessionStoreContract() {}

    /** An empty store; called before each test. */
    protected abstract SessionStore newStore();

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    @Test
    void theFirstLoginGetsASeat() {
        Session candidate = session("s1", "alice", "web", "d1");

        Admitted admitted = admit(candidate, ONE_SEAT);

        assertThat(admitted.session())
                .isEqualTo(candidate.withLoginSeq(admitted.session().loginSeq()));
        assertThat(admitted.session().loginSeq()).isPositive();
        assertThat(admitted.displaced()).isEmpty();
        assertThat(admitted.others()).isEmpty();
        assertThat(store.sessionsOf("alice")).containsExactly(admitted.session());
        assertThat(store.find("s1")).contains(admitted.session());
        assertThat(store.isCurrent(admitted.session())).isTrue();
    }

    @Test
    void theSameDeviceIsReplaced() {
        Session first = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();

        Admitted second = admit(session("s2", "alice", "web", "d1"), THREE_SEATS);

        assertThat(second.displaced()).containsExactly(new Displaced(first, Cause.REPLACED));
        assertThat(second.others()).isEmpty();
        assertThat(store.sessionsOf("alice")).containsExactly(second.session());
        assertThat(store.isCurrent(first)).isFalse();
        assertThat(store.find("s1")).isEmpty();
    }

    @Test
    void theOldestLoginMakesRoom() {
        Session first = admit(session("s1", "alice", "ios", "d1"), THREE_SEATS).session();
        Session second = admit(session("s2", "alice", "ios", "d2"), THREE_SEATS).session();
        Session third = admit(session("s3", "alice", "ios", "d3"), THREE_SEATS).session();

        Admitted fourth = admit(session("s4", "alice", "ios", "d4"), THREE_SEATS);

        assertThat(fourth.displaced()).containsExactly(new Displaced(first, Cause.KICKED));
        assertThat(fourth.others()).containsExactly(second, third);
        assertThat(store.sessionsOf("alice")).containsExactly(second, third, fourth.session());
    }

    @Test
    void aDeviceThatLogsInAgainIsTheNewest() {
        admit(session("s1", "alice", "ios", "d1"), THREE_SEATS);
        Session second = admit(session("s2", "alice", "ios", "d2"), THREE_SEATS).session();
        admit(session("s3", "alice", "ios", "d3"), THREE_SEATS);
        admit(session("s4", "alice", "ios", "d1"), THREE_SEATS);

        assertThat(admit(session("s5", "alice", "ios", "d4"), THREE_SEATS).displaced())
                .containsExactly(new Displaced(second, Cause.KICKED));
    }

    @Test
    void fewerSeatsThanBeforeKickSeveral() {
        Session first = admit(session("s1", "alice", "ios", "d1"), THREE_SEATS).session();
        Session second = admit(session("s2", "alice", "ios", "d2"), THREE_SEATS).session();

        assertThat(admit(session("s3", "alice", "ios", "d3"), ONE_SEAT).displaced())
                .containsExactly(new Displaced(first, Cause.KICKED), new Displaced(second, Cause.KICKED));
    }

    @Test
    void whereNobodyMakesRoomTheLoginIsRefusedAndNothingChanges() {
        Session first =
                admit(session("s1", "alice", "tv", "d1"), ONE_SEAT_NO_KICK).session();

        assertThat(store.login(session("s2", "alice", "tv", "d2"), ONE_SEAT_NO_KICK))
                .isInstanceOf(NoFreeSeat.class);

        assertThat(store.sessionsOf("alice")).containsExactly(first);
        assertThat(store.find("s2")).isEmpty();
    }

    @Test
    void theSameDeviceTakesItsOwnSeatAlsoWhereNobodyMakesRoom() {
        Session first =
                admit(session("s1", "alice", "tv", "d1"), ONE_SEAT_NO_KICK).session();

        assertThat(admit(session("s2", "alice", "tv", "d1"), ONE_SEAT_NO_KICK).displaced())
                .containsExactly(new Displaced(first, Cause.REPLACED));
    }

    @Test
    void platformsAndUsersDoNotCompete() {
        Session web = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        Session bob = admit(session("s2", "bob", "web", "d1"), ONE_SEAT).session();

        Admitted ios = admit(session("s3", "alice", "ios", "d1"), ONE_SEAT);

        assertThat(ios.displaced()).isEmpty();
        assertThat(ios.others()).containsExactly(web);
        assertThat(store.sessionsOf("alice")).containsExactly(web, ios.session());
        assertThat(store.sessionsOf("bob")).containsExactly(bob);
    }

    @Test
    void theLimitOverAllPlatformsRefusesButLetsADeviceTakeOver() {
        SeatRule atMostTwo = new SeatRule(1, WhenFull.KICK_OLDEST, 2);
        Session web = admit(session("s1", "alice", "web", "d1"), atMostTwo).session();
        Session ios = admit(session("s2", "alice", "ios", "d1"), atMostTwo).session();

        assertThat(store.login(session("s3", "alice", "tv", "d1"), atMostTwo)).isInstanceOf(NoFreeSeat.class);
        assertThat(store.sessionsOf("alice")).containsExactly(web, ios);

        assertThat(admit(session("s4", "alice", "web", "d1"), atMostTwo).displaced())
                .containsExactly(new Displaced(web, Cause.REPLACED));
        assertThat(store.login(session("s5", "alice", "web", "d2"), atMostTwo)).isInstanceOf(Admitted.class);
    }

    @Test
    void theSequenceRisesAlsoAfterAllSessionsAreGone() {
        Session first = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        store.remove(first);

        Session second = admit(session("s2", "alice", "web", "d1"), ONE_SEAT).session();

        assertThat(second.loginSeq()).isGreaterThan(first.loginSeq());
    }

    @Test
    void aLateRemoveNeverRemovesASuccessor() {
        Session first = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        Session second = admit(session("s2", "alice", "web", "d1"), ONE_SEAT).session();

        assertThat(store.remove(first)).isFalse();
        assertThat(store.remove(second.withLoginSeq(second.loginSeq() - 1))).isFalse();
        assertThat(store.isCurrent(second)).isTrue();

        assertThat(store.remove(second)).isTrue();
        assertThat(store.remove(second)).isFalse();
        assertThat(store.isCurrent(second)).isFalse();
        assertThat(store.find("s2")).isEmpty();
    }

    @Test
    void aSessionThatLogsInAgainIsFencedAgainstItself() {
        Session first = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        Session again = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();

        assertThat(store.isCurrent(first)).isFalse();
        assertThat(store.remove(first)).isFalse();
        assertThat(store.find("s1")).contains(again);
    }

    @Test
    void devicesThatMatchAreRemoved() {
        Session web = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        Session phone = admit(session("s2", "alice", "ios", "d1"), THREE_SEATS).session();
        Session pad = admit(session("s3", "alice", "ios", "d2"), THREE_SEATS).session();
        Session bob = admit(session("s4", "bob", "ios", "d1"), THREE_SEATS).session();

        assertThat(store.removeDevices("alice", Devices.ofPlatform("ios"), Cause.KICKED))
                .containsExactlyInAnyOrder(phone, pad);

        assertThat(store.sessionsOf("alice")).containsExactly(web);
        assertThat(store.find("s2")).isEmpty();
        assertThat(store.isCurrent(bob)).isTrue();
        assertThat(store.removeDevices("nobody", Devices.all(), Cause.REVOKED)).isEmpty();
    }

    @Test
    void devicesAreNamedByPlatformByIdByBothOrNotAtAll() {
        Session web = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        Session phone = admit(session("s2", "alice", "ios", "d1"), THREE_SEATS).session();
        Session pad = admit(session("s3", "alice", "ios", "d2"), THREE_SEATS).session();
        Session tv = admit(session("s4", "alice", "tv", "d3"), THREE_SEATS).session();

        assertThat(store.removeDevices("alice", Devices.of(pad.device()), Cause.KICKED))
                .containsExactly(pad);
        assertThat(store.removeDevices("alice", new Devices(Optional.empty(), Optional.of("d1")), Cause.REVOKED))
                .containsExactlyInAnyOrder(web, phone);
        assertThat(store.removeDevices("alice", Devices.all(), Cause.KICKED)).containsExactly(tv);
    }

    @Test
    void onlyALoginReplaces() {
        Session web = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();

        assertThatThrownBy(() -> store.removeDevices("alice", Devices.all(), Cause.REPLACED))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store.isCurrent(web)).isTrue();
    }

    @Test
    void aRemovalOfDevicesHitsNoLoginThatComesAfterIt() {
        Session before = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        store.removeDevices("alice", Devices.all(), Cause.KICKED);
        store.removeDevices("alice", Devices.of(before.device()), Cause.REVOKED);

        Session after = admit(session("s2", "alice", "web", "d1"), ONE_SEAT).session();

        assertThat(after.loginSeq()).isGreaterThan(before.loginSeq());
        assertThat(store.isCurrent(after)).isTrue();
        assertThat(store.isCurrent(before)).isFalse();
        assertThat(store.sessionsOf("alice")).containsExactly(after);
    }

    @Test
    void aUserIsOnlineWhileASessionIsLeft() {
        assertThat(store.onlineUsers()).isZero();
        Session web = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        Session ios = admit(session("s2", "alice", "ios", "d1"), ONE_SEAT).session();
        admit(session("s3", "bob", "web", "d1"), ONE_SEAT);
        assertThat(store.onlineUsers()).isEqualTo(2);

        store.remove(web);
        assertThat(store.onlineUsers()).isEqualTo(2);
        store.remove(ios);
        assertThat(store.onlineUsers()).isEqualTo(1);
        assertThat(store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void theOnlineListGoesPageByPageAndHasEverybodyOnce() {
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < USERS; i++) {
            String user = "user " + i + (i % 2 == 0 ? " 中" : "");
            admit(session("s" + i, user, "web", "d1"), ONE_SEAT);
            expected.add(user);
        }
        Session second = admit(session("t0", "user 1", "ios", "d1"), ONE_SEAT).session();

        List<OnlineUser> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            OnlinePage page = store.online(7, cursor);
            assertThat(page.users()).hasSizeLessThanOrEqualTo(7);
            all.addAll(page.users());
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(all).extracting(OnlineUser::userId).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(all)
                .filteredOn(user -> user.userId().equals("user 1"))
                .singleElement()
                .satisfies(user -> assertThat(user.sessions()).hasSize(2).endsWith(second));
    }

    @Test
    void whoeverHasLeftIsOffTheOnlineList() {
        Session alice = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        admit(session("s2", "bob", "web", "d1"), ONE_SEAT);
        store.remove(alice);

        assertThat(store.online(10, Optional.empty()).users())
                .extracting(OnlineUser::userId)
                .containsExactly("bob");
    }

    @Test
    void whenNobodyIsOnlineTheListIsEmpty() {
        assertThat(store.online(10, Optional.empty())).isEqualTo(new OnlinePage(List.of(), Optional.empty()));
        assertThatThrownBy(() -> store.online(0, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGatewayHearsNothingOfSessionsThatAreAsItKnowsThem() {
        List<OwnSession> own = new CopyOnWriteArrayList<>();
        List<Session> lost = new CopyOnWriteArrayList<>();
        store.attach(new SessionOwner() {
            @Override
            public Collection<OwnSession> ownSessions() {
                return own;
            }

            @Override
            public SeatRule seatRule(Session session) {
                return THREE_SEATS;
            }

            @Override
            public void onLost(Session session, Cause cause) {
                lost.add(session);
            }
        });
        Session first = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        own.add(new OwnSession(first, first.loginAt()));

        admit(session("s2", "alice", "web", "d2"), THREE_SEATS);

        assertThat(store.isCurrent(first)).isTrue();
        assertThat(lost).isEmpty();
    }

    @Test
    void atOneSeatManyLoginsAtOnceLeaveTheLatest() {
        manyLoginsAtOnceLeaveTheLatest(ONE_SEAT);
    }

    @Test
    void atThreeSeatsManyLoginsAtOnceLeaveTheLatestThree() {
        manyLoginsAtOnceLeaveTheLatest(THREE_SEATS);
    }

    private void manyLoginsAtOnceLeaveTheLatest(SeatRule rule) {
        List<Admitted> outcomes = Together.run(THREADS, thread -> {
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
        List<LoginOutcome> outcomes = Together.run(
                THREADS, thread -> store.login(session("s" + thread, "alice", "tv", "d" + thread), ONE_SEAT_NO_KICK));

        assertThat(outcomes).filteredOn(Admitted.class::isInstance).hasSize(1);
        assertThat(store.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void oneDeviceOnManyConnectionsAtOnceKeepsTheLatest() {
        List<Admitted> outcomes =
                Together.run(THREADS, thread -> admit(session("s" + thread, "alice", "web", "same"), THREE_SEATS));

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
        Together.run(THREADS, thread -> {
            for (int i = 0; i < LOGINS_PER_THREAD; i++) {
                store.remove(admit(session("s" + thread + "-" + i, "u" + i % 3, "web", "d" + thread), ONE_SEAT)
                        .session());
            }
            return thread;
        });

        assertThat(store.onlineUsers()).isZero();
        assertThat(store.sessionsOf("u0")).isEmpty();
    }

    private Admitted admit(Session candidate, SeatRule rule) {
        LoginOutcome outcome = store.login(candidate, rule);
        assertThat(outcome).isInstanceOf(Admitted.class);
        return (Admitted) outcome;
    }

    private static Session session(String id, String userId, String platform, String deviceId) {
        return new Session(
                id,
                new UserInfo(userId, userId + "@example.org", Set.of("member")),
                new DeviceKey(platform, deviceId),
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "node-1");
    }
}
