package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.security.ConnectionLimiter.Admission;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {

    private static final InetAddress A = ip("203.0.113.1");
    private static final InetAddress B = ip("203.0.113.2");

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Admission.Granted granted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        return (Admission.Granted) admission;
    }

    @Test
    void aFullGatewayTakesTheNextOneWhenAPlaceIsFree() {
        ConnectionLimiter limiter = new ConnectionLimiter(2, 0);
        Admission.Granted first = granted(limiter.acquire(A));
        granted(limiter.acquire(A));
        assertThat(limiter.acquire(B)).isEqualTo(new Admission.Full());

        first.release();

        granted(limiter.acquire(B));
        assertThat(limiter.acquire(B)).isEqualTo(new Admission.Full());
    }

    @Test
    void oneAddressCannotTakeAllPlaces() {
        ConnectionLimiter limiter = new ConnectionLimiter(10, 2);
        Admission.Granted first = granted(limiter.acquire(A));
        granted(limiter.acquire(A));

        assertThat(limiter.acquire(A)).isEqualTo(new Admission.TooManyFromAddress());
        assertThat(limiter.connections()).as("a refusal keeps no place").isEqualTo(2);
        granted(limiter.acquire(B));

        first.release();
        granted(limiter.acquire(A));
    }

    @Test
    void releasingTwiceFreesOnePlace() {
        ConnectionLimiter limiter = new ConnectionLimiter(3, 3);
        Admission.Granted first = granted(limiter.acquire(A));
        granted(limiter.acquire(A));

        first.release();
        first.release();

        assertThat(limiter.connections()).isEqualTo(1);
        granted(limiter.acquire(A));
        granted(limiter.acquire(A));
        assertThat(limiter.acquire(B)).isEqualTo(new Admission.Full());
    }

    @Test
    void oneSubscribersIpv6AddressesCountAsOne() {
        ConnectionLimiter limiter = new ConnectionLimiter(10, 1);
        granted(limiter.acquire(ip("2001:db8:0:1::1")));

        assertThat(limiter.acquire(ip("2001:db8:0:1:ffff::2"))).isEqualTo(new Admission.TooManyFromAddress());
        granted(limiter.acquire(ip("2001:db8:0:2::1")));
    }

    @Test
    void anIpv4AddressIsNoIpv6Address() {
        ConnectionLimiter limiter = new ConnectionLimiter(10, 1);
        granted(limiter.acquire(ip("0.0.0.1")));

        granted(limiter.acquire(ip("0:0:0:1::")));
    }

    @Test
    void limitsMakeSense() {
        assertThatThrownBy(() -> new ConnectionLimiter(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConnectionLimiter(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCrowdNeverGoesOverTheLimitsAndLeavesNothingBehind() throws InterruptedException, ExecutionException {
        ConnectionLimiter limiter = new ConnectionLimiter(20, 6);
        List<AtomicInteger> held = List.of(
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger(),
                new AtomicInteger());
        AtomicInteger all = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Random random = new Random(thread);
                runs.add(threads.submit(() -> comeAndGo(limiter, held, all, random)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(limiter.connections()).isZero();
        assertThat(limiter.addresses()).isZero();
    }

    private static void comeAndGo(
            ConnectionLimiter limiter, List<AtomicInteger> held, AtomicInteger all, Random random) {
        List<Runnable> leave = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int who = random.nextInt(held.size());
            if (random.nextBoolean() && limiter.acquire(ip("10.0.0." + who)) instanceof Admission.Granted place) {
                assertThat(held.get(who).incrementAndGet()).isLessThanOrEqualTo(6);
                assertThat(all.incrementAndGet()).isLessThanOrEqualTo(20);
                leave.add(() -> {
                    held.get(who).decrementAndGet();
                    all.decrementAndGet();
                    place.release();
                    place.release();
                });
            } else if (!leave.isEmpty()) {
                leave.remove(random.nextInt(leave.size())).run();
            }
        }
        leave.forEach(Runnable::run);
    }

    @Test
    void limitsMayChange() {
        AtomicInteger most = new AtomicInteger(1);
        AtomicInteger perAddress = new AtomicInteger();
        ConnectionLimiter limiter = new ConnectionLimiter(most::get, perAddress::get);
        Admission.Granted first = granted(limiter.acquire(A));
        assertThat(limiter.acquire(A)).isEqualTo(new Admission.Full());

        most.set(10);
        perAddress.set(1);

        Admission.Granted second = granted(limiter.acquire(A));
        assertThat(limiter.acquire(A)).isEqualTo(new Admission.TooManyFromAddress());
        perAddress.set(0);
        granted(limiter.acquire(A)).release();
        first.release();
        second.release();
        assertThat(limiter.connections()).isZero();
        assertThat(limiter.addresses()).isZero();
    }
}
