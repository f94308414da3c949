package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.LoginOutcome.NoFreeSeat;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SessionStore}. A subclass creates empty stores.
 *
 * @since 0.1.0
 */
public abstract class SessionStoreContract extends SessionStoreListing {

    /** Called by JUnit. */
    protected SessionStoreContract() {}

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

        assertThat(store.removeDevices("alice", DeviceSelector.ofPlatform("ios"), Cause.KICKED))
                .containsExactlyInAnyOrder(phone, pad);

        assertThat(store.sessionsOf("alice")).containsExactly(web);
        assertThat(store.find("s2")).isEmpty();
        assertThat(store.isCurrent(bob)).isTrue();
        assertThat(store.removeDevices("nobody", DeviceSelector.all(), Cause.REVOKED))
                .isEmpty();
    }

    @Test
    void devicesAreNamedByPlatformByIdByBothOrNotAtAll() {
        Session web = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        Session phone = admit(session("s2", "alice", "ios", "d1"), THREE_SEATS).session();
        Session pad = admit(session("s3", "alice", "ios", "d2"), THREE_SEATS).session();
        Session tv = admit(session("s4", "alice", "tv", "d3"), THREE_SEATS).session();

        assertThat(store.removeDevices("alice", DeviceSelector.of(pad.device()), Cause.KICKED))
                .containsExactly(pad);
        assertThat(store.removeDevices("alice", new DeviceSelector(Optional.empty(), Optional.of("d1")), Cause.REVOKED))
                .containsExactlyInAnyOrder(web, phone);
        assertThat(store.removeDevices("alice", DeviceSelector.all(), Cause.KICKED))
                .containsExactly(tv);
    }

    @Test
    void noGatewayRemovesForACauseThatIsNotItsOwn() {
        Session web = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();

        for (Cause cause : List.of(Cause.REPLACED, Cause.REMOVED)) {
            assertThatThrownBy(() -> store.removeDevices("alice", DeviceSelector.all(), cause))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        assertThat(store.isCurrent(web)).isTrue();
    }

    @Test
    void aRemovalOfDevicesHitsNoLoginThatComesAfterIt() {
        Session before = admit(session("s1", "alice", "web", "d1"), ONE_SEAT).session();
        store.removeDevices("alice", DeviceSelector.all(), Cause.KICKED);
        store.removeDevices("alice", DeviceSelector.of(before.device()), Cause.REVOKED);

        Session after = admit(session("s2", "alice", "web", "d1"), ONE_SEAT).session();

        assertThat(after.loginSeq()).isGreaterThan(before.loginSeq());
        assertThat(store.isCurrent(after)).isTrue();
        assertThat(store.isCurrent(before)).isFalse();
        assertThat(store.sessionsOf("alice")).containsExactly(after);
    }

    @Test
    void aGatewayHearsNothingOfSessionsThatAreAsItKnowsThem() {
        List<OwnSession> own = new CopyOnWriteArrayList<>();
        List<Session> lost = new CopyOnWriteArrayList<>();
        store.attach(owner(own, lost));
        Session first = admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        own.add(new OwnSession(first, first.loginAt()));

        admit(session("s2", "alice", "web", "d2"), THREE_SEATS);

        assertThat(store.isCurrent(first)).isTrue();
        assertThat(lost).isEmpty();
    }

    @Test
    void aLaterOwnerTakesOver() {
        List<Session> lost = new CopyOnWriteArrayList<>();
        store.attach(owner(List.of(), new CopyOnWriteArrayList<>()));

        store.attach(owner(List.of(), lost));

        Session session =
                admit(session("s1", "alice", "web", "d1"), THREE_SEATS).session();
        assertThat(store.isCurrent(session)).isTrue();
        assertThat(lost).isEmpty();
    }

    private static SessionOwner owner(List<OwnSession> own, List<Session> lost) {
        return new SessionOwner() {
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
        };
    }
}
