package io.mychat.gateway.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BufferedBytesTest {

    private static final Duration UNREAD = Duration.ofSeconds(3);
    private static final int TOTAL = 1_600_000;
    private static final int USERS = 1_200_000;
    private static final int USER = 100_000;

    private final ManualTime time = new ManualTime();
    private final BufferedBytes budget = new BufferedBytes(new BufferLimits(TOTAL, USER, UNREAD), time);

    /** A client with an account. */
    private final class Client {
        final FakeHolder holder = new FakeHolder();
        final ClientBuffers account = budget.open(holder);

        Client in(int bytes) {
            assertThat(account.reserve(Use.INBOUND, bytes)).isTrue();
            return this;
        }

        Client out(int bytes) {
            assertThat(account.reserve(Use.OUTBOUND, bytes)).isTrue();
            return this;
        }

        Client of(String user) {
            account.bindTo(user);
            return this;
        }
    }

    private double metric(String name) {
        return budget.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void aStrangerWhoHoldsMostGoesFirst() {
        Client large = new Client().in(900_000);
        Client small = new Client().in(100_000);
        Client user = new Client().of("alice").in(90_000);
        new Client().in(TOTAL - 1_090_000);
        assertThat(large.holder.evictions).isEmpty();

        new Client().in(1);

        assertThat(large.holder.evictions).containsExactly(CloseReason.OVERLOAD);
        assertThat(small.holder.evictions).isEmpty();
        assertThat(user.holder.evictions).isEmpty();
    }

    @Test
    void aStrangerWhoseLoginIsBeingDecidedGoesLast() {
        Client login = new Client().in(900_000);
        login.account.deciding(true);
        Client other = new Client().in(700_000);

        new Client().in(1);

        assertThat(login.holder.evictions).isEmpty();
        assertThat(other.holder.evictions).containsExactly(CloseReason.OVERLOAD);
    }

    @Test
    void whoIsLeavingMakesNobodyElseLeave() {
        Client first = new Client().in(800_000);
        Client second = new Client().in(700_000);
        new Client().in(200_000);
        assertThat(first.holder.evictions).hasSize(1);

        new Client().in(100_000); // 1.8 million are held, 0.8 of them on their way out

        assertThat(second.holder.evictions).isEmpty();
        first.account.close();
        assertThat(metric("buffered_bytes")).isEqualTo(1_000_000);
    }

    @Test
    void whoLeavesTooSlowlyMakesStrangersBeRefused() {
        for (int i = 0; i < 20; i++) {
            new Client().in(100_000);
        }

        assertThat(new Client().account.reserve(Use.INBOUND, 1)).isFalse();
        new Client().of("alice").in(10); // a user is served
        assertThat(metric("buffer_refused_total")).isEqualTo(1);
    }

    @Test
    void aQuarterIsKeptForStrangers() {
        List<Client> users = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            users.add(new Client().of("user " + i).in(50_000));
            users.stream().filter(each -> !each.holder.evictions.isEmpty()).forEach(each -> each.account.close());
        }

        assertThat(metric("buffered_bytes_users")).isLessThanOrEqualTo(USERS);
        Client stranger = new Client().in(300_000);
        assertThat(stranger.holder.evictions).isEmpty();
    }

    @Test
    void theLargestReadersAreNotReadWhenUsersHoldNearlyAllTheirShare() {
        Client large = new Client().of("large").in(90_000);
        Client small = new Client().of("small").in(100);
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            others.add(new Client().of("user " + i).in(50_000));
        }
        assertThat(large.holder.read).isTrue();

        Client more = new Client().of("more").in(40_000);

        assertThat(large.holder.read).isFalse();
        assertThat(small.holder.read).isTrue();
        assertThat(more.holder.evictions).isEmpty();
        others.forEach(each -> each.account.close());
        assertThat(large.holder.read).isTrue();
    }

    @Test
    void thenTheLargestOutboundQueuesClose() {
        Client slow = new Client().of("slow").out(95_000);
        Client reader = new Client().of("reader").in(96_000);
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            others.add(new Client().of("user " + i).out(90_000));
        }

        assertThat(slow.holder.evictions).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(reader.holder.evictions).isEmpty();
        assertThat(others).allSatisfy(each -> assertThat(each.holder.evictions).isEmpty());
    }

    @Test
    void oneUserHasAShareAndLosesTheLargestOutboundQueue() {
        Client small = new Client().of("alice").out(20_000);
        Client large = new Client().of("alice").out(70_000);
        Client bob = new Client().of("bob").out(90_000);

        small.out(20_000);

        assertThat(large.holder.evictions).containsExactly(CloseReason.SLOW_CONSUMER);
        assertThat(small.holder.evictions).isEmpty();
        assertThat(bob.holder.evictions).isEmpty();
    }

    @Test
    void aUserWhoSendsTooMuchIsNotReadUntilThereIsRoom() {
        Client one = new Client().of("alice").in(60_000);
        Client two = new Client().of("alice").in(50_000);
        assertThat(one.holder.read).isFalse();
        assertThat(two.holder.read).isFalse();
        Client late = new Client().of("alice");
        assertThat(late.holder.read).isFalse();

        one.account.release(Use.INBOUND, 60_000);

        assertThat(one.holder.read).isTrue();
        assertThat(two.holder.read).isTrue();
        assertThat(late.holder.read).isTrue();
    }

    @Test
    void whoIsNotReadForLongMakesWay() {
        Client one = new Client().of("alice").in(60_000);
        Client two = new Client().of("alice").in(50_000);

        time.advance(UNREAD);

        assertThat(one.holder.evictions).containsExactly(CloseReason.OVERLOAD);
        assertThat(two.holder.evictions).isEmpty();
        assertThat(two.holder.read).isTrue();
    }

    @Test
    void hoardersDoNotKeepOthersUnread() {
        List<Client> hoarders = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            hoarders.add(new Client().of("hoarder " + i).in(50_000));
        }
        Client honest = new Client().of("honest").in(20_000);

        time.advance(UNREAD);

        assertThat(honest.holder.evictions).isEmpty();
        assertThat(honest.holder.read).isTrue();
        assertThat(hoarders)
                .anySatisfy(each -> assertThat(each.holder.evictions).containsExactly(CloseReason.OVERLOAD));
        assertThat(metric("buffer_paused")).isZero();
    }

    @Test
    void aBodyThatIsInTheWayIsTold() {
        AtomicInteger told = new AtomicInteger();
        var body = budget.open(told::incrementAndGet);
        body.reserve(Use.INBOUND, TOTAL);

        new Client().in(1);

        assertThat(told).hasValue(1);
        body.close();
        assertThat(metric("buffered_bytes")).isEqualTo(1);
        assertThat(body.reserve(Use.INBOUND, 1)).isFalse();
    }

    @Test
    void aClosedAccountHoldsNothing() {
        Client alice = new Client().in(10).of("alice").out(20).in(5);
        assertThat(metric("buffered_bytes_users")).isEqualTo(35);

        alice.account.close();
        alice.account.release(Use.OUTBOUND, 20);
        alice.account.close();

        assertThat(metric("buffered_bytes")).isZero();
        assertThat(metric("buffered_bytes_users")).isZero();
    }

    @Test
    void aUsersSessionThatHoldsNothingIsNotReadEither() {
        Client idle = new Client().of("alice");
        Client other = new Client().of("bob");
        Client busy = new Client().of("alice").in(USER + 1);

        assertThat(idle.holder.read).isFalse();
        assertThat(other.holder.read).isTrue();

        busy.account.release(Use.INBOUND, USER + 1);
        assertThat(idle.holder.read).isTrue();
    }

    @Test
    void aReleaseMayComeBeforeItsReservation() {
        Client client = new Client().of("alice");

        client.account.release(Use.OUTBOUND, 500);
        client.out(500);
        assertThat(metric("buffered_bytes")).isZero();
        assertThat(metric("buffered_bytes_users")).isZero();

        client.out(70);
        assertThat(metric("buffered_bytes")).isEqualTo(70);
        client.account.close();
        assertThat(metric("buffered_bytes")).isZero();
    }
}
