package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.security.UnauthenticatedConnections.Admission;
import io.mychat.gateway.core.security.UnauthenticatedConnections.Permit;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class UnauthenticatedConnectionsTest {

    private final ManualTime time = new ManualTime();
    private final UnauthenticatedConnections connections = new UnauthenticatedConnections(() -> 20, () -> 3);

    private static InetAddress address(String text) {
        return AddressRange.address(text).orElseThrow();
    }

    /** A connection from some address. */
    private final class Stranger implements UnauthenticatedConnections.Client {
        final Permit place;
        final AtomicInteger ended = new AtomicInteger();
        private volatile long sentAt = time.nanoTime();

        Stranger(String address) {
            this(address, true);
        }

        Stranger(String address, boolean counted) {
            place = ((Admission.Granted) connections.acquire(address(address), counted)).permit();
            place.opened(this);
        }

        void sends() {
            sentAt = time.nanoTime();
        }

        @Override
        public Duration silentFor() {
            return Duration.ofNanos(time.nanoTime() - sentAt);
        }

        @Override
        public void giveWay() {
            ended.incrementAndGet();
            place.leave();
        }
    }

    private List<Stranger> strangers(int count, String address) {
        List<Stranger> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Stranger(address.replace("*", Integer.toHexString(i + 1))));
        }
        return all;
    }

    @Test
    void aNewcomerOfABusyAddressIsRefused() {
        List<Stranger> busy = strangers(3, "192.0.2.1");
        time.advance(Duration.ofMillis(1999));

        assertThat(connections.acquire(address("192.0.2.1"), true)).isInstanceOf(Admission.TooManyFromAddress.class);

        assertThat(busy).allSatisfy(each -> assertThat(each.ended).hasValue(0));
        new Stranger("192.0.2.2");
    }

    @Test
    void theOldestSilentConnectionOfTheAddressGivesWay() {
        List<Stranger> all = strangers(3, "192.0.2.1");
        time.advance(Duration.ofSeconds(2));
        all.get(0).sends();

        new Stranger("192.0.2.1");

        assertThat(all.get(0).ended).hasValue(0);
        assertThat(all.get(1).ended).hasValue(1);
        assertThat(all.get(2).ended).hasValue(0);
    }

    @Test
    void whoseLoginIsBeingDecidedNeverGivesWay() {
        List<Stranger> all = strangers(3, "192.0.2.1");
        all.forEach(each -> each.place.deciding(true));
        time.advance(Duration.ofSeconds(60));

        assertThat(connections.acquire(address("192.0.2.1"), true)).isInstanceOf(Admission.TooManyFromAddress.class);

        all.get(2).place.deciding(false); // it has failed
        new Stranger("192.0.2.1");
        assertThat(all.get(2).ended).hasValue(1);
    }

    @Test
    void whoLogsInNoLongerCounts() {
        strangers(3, "192.0.2.1").forEach(each -> each.place.leave());

        strangers(3, "192.0.2.1");
    }

    @Test
    void aHandshakeOnItsWayCountsAndCannotGiveWay() {
        strangers(2, "192.0.2.1");
        Admission handshake = connections.acquire(address("192.0.2.1"), true);
        assertThat(connections.acquire(address("192.0.2.1"), true)).isInstanceOf(Admission.TooManyFromAddress.class);

        ((Admission.Granted) handshake).permit().leave();

        new Stranger("192.0.2.1");
    }

    @Test
    void oneSubscribersIpv6AddressesCountAsOne() {
        strangers(3, "2001:db8:0:1::*");

        assertThat(connections.acquire(address("2001:db8:0:1:ffff::1"), true))
                .isInstanceOf(Admission.TooManyFromAddress.class);
        new Stranger("2001:db8:0:2::1");
    }

    @Test
    void pastTheBoundInAllTheAddressWithMostLosesOne() {
        List<Stranger> many = strangers(3, "192.0.2.1");
        List<Stranger> others = strangers(17, "192.0.3.1", false);
        assertThat(others).hasSize(17);

        new Stranger("192.0.2.9");

        // Those that are not counted for their address are the largest group nevertheless.
        assertThat(others.stream().filter(each -> each.ended.get() > 0)).hasSize(1);
        assertThat(many).allSatisfy(each -> assertThat(each.ended).hasValue(0));
    }

    private List<Stranger> strangers(int count, String address, boolean counted) {
        List<Stranger> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Stranger(address, counted));
        }
        return all;
    }

    @Test
    void aNetworkOfManySubscribersLosesWhenNoAddressStandsOut() {
        List<Stranger> network = strangers(18, "2001:db8:7:*::1");
        List<Stranger> honest = strangers(2, "192.0.2.1");
        time.advance(Duration.ofSeconds(3));
        honest.forEach(Stranger::sends);
        network.get(0).sends();

        new Stranger("192.0.2.2");

        assertThat(network.get(0).ended).hasValue(0); // idle ones first
        assertThat(network.get(1).ended).hasValue(1);
        assertThat(honest).allSatisfy(each -> assertThat(each.ended).hasValue(0));
    }

    @Test
    void anAddressThatStandsOutLosesBeforeItsNetwork() {
        List<Stranger> loud = strangers(3, "2001:db8:7:ffff::*");
        List<Stranger> quiet = strangers(2, "2001:db8:7:*::1");
        strangers(15, "203.0.113.7", false).forEach(each -> each.place.deciding(true));

        new Stranger("192.0.2.2");

        assertThat(loud.stream().filter(each -> each.ended.get() > 0)).hasSize(1);
        assertThat(quiet).allSatisfy(each -> assertThat(each.ended).hasValue(0));
    }

    @Test
    void whereAllLoginsAreBeingDecidedANewcomerIsRefused() {
        strangers(20, "203.0.113.7", false).forEach(each -> each.place.deciding(true));

        assertThat(connections.acquire(address("192.0.2.2"), true)).isInstanceOf(Admission.Full.class);
    }

    @Test
    void nothingIsRememberedAboutThoseWhoHaveLeft() {
        strangers(18, "2001:db8:7:*::1").forEach(each -> each.place.leave());

        assertThat(connections.addresses()).isZero();
    }

    @RepeatedTest(200)
    void neverMoreThanThereMayBeAndNoLoginIsLost() {
        UnauthenticatedConnections raced = new UnauthenticatedConnections(() -> 8, () -> 4);
        AtomicInteger wrong = new AtomicInteger();
        ConcurrentRun.run(4, thread -> {
            for (int i = 0; i < 50; i++) {
                Admission admission = raced.acquire(address("192.0.2." + (i % 3)), true);
                if (admission instanceof Admission.Granted granted) {
                    Racer racer = new Racer(granted.permit(), wrong);
                    granted.permit().opened(racer);
                    granted.permit().deciding(true);
                    racer.login = true;
                    Thread.onSpinWait();
                    racer.login = false;
                    granted.permit().deciding(false);
                    if (i % 2 == 0) {
                        granted.permit().leave();
                    }
                }
            }
            return thread;
        });

        assertThat(wrong).hasValue(0);
        assertThat(raced.metrics().get(0).value()).isLessThanOrEqualTo(8);
    }

    /** Notes when it is closed while its login is being decided. */
    private static final class Racer implements UnauthenticatedConnections.Client {
        private final Permit place;
        private final AtomicInteger wrong;
        volatile boolean login;

        Racer(Permit place, AtomicInteger wrong) {
            this.place = place;
            this.wrong = wrong;
        }

        @Override
        public Duration silentFor() {
            if (login) {
                wrong.incrementAndGet(); // asked only about those that may be taken
            }
            return Duration.ofSeconds(3);
        }

        @Override
        public void giveWay() {
            place.leave();
        }
    }
}
