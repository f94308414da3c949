package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.AcceptLimits;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AcceptedConnectionsTest {

    private static final InetAddress A = ip("203.0.113.1");
    private static final InetAddress B = ip("203.0.113.2");
    private static final InetAddress C = ip("203.0.113.3");
    private static final InetAddress PROXY = ip("10.0.0.1");
    private static final InetAddress BALANCER = ip("10.0.1.1");
    private static final AcceptLimits WIDE = new AcceptLimits(100, 100, 100, 100, 100, 100, 1);
    private static final int ANY = 1_000_000;

    private final ManualTime time = new ManualTime();
    private final List<Entry> closed = new ArrayList<>();

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private AcceptedConnections connections(AcceptLimits limits, int perIp, int sockets) {
        ClientAddressResolver resolver = new ClientAddressResolver(ConfigFixture.config(Map.of(
                        "security.client_address",
                        "proxy-protocol",
                        "security.trusted_proxies",
                        List.of("10.0.0.1"),
                        "security.uncounted_addresses",
                        List.of("10.0.1.1")))
                .security()
                .clientAddress());
        return new AcceptedConnections(
                () -> new AcceptedConnections.Bounds(limits, perIp, sockets),
                () -> resolver,
                BufferBudget.UNLIMITED,
                time);
    }

    private Entry enter(AcceptedConnections connections, PortKind port, InetAddress peer) {
        Entry[] entry = new Entry[1];
        entry[0] = connections.enter(new Arrival(port, false, peer), () -> closed.add(entry[0]));
        return entry[0];
    }

    private Entry http(AcceptedConnections connections, InetAddress peer) {
        return enter(connections, PortKind.HTTP, peer);
    }

    private static double metric(AcceptedConnections connections, String name) {
        return connections.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void pastTheBoundOfAnAddressItsNewcomerIsRefusedAndOthersAreNot() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 2, 100, 100, 100, 100, 1), ANY, ANY);
        http(connections, A);
        http(connections, A);

        assertThat(http(connections, A).verdict()).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(http(connections, A).verdict()).as("no room to be told").isEqualTo(Verdict.DROPPED);
        assertThat(http(connections, B).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).isEmpty();
        assertThat(metric(connections, "connections_refused_total")).isEqualTo(3);
    }

    @Test
    void theManagementPortHasConnectionsOfItsOwnWithinTheSameBounds() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 100, 100, 100, 2, 2, 10), ANY, ANY);
        http(connections, A).reached(Stage.ANSWERING);
        http(connections, A).reached(Stage.ANSWERING);
        assertThat(http(connections, A).verdict()).isEqualTo(Verdict.ADDRESS_FULL);

        Entry first = enter(connections, PortKind.MANAGEMENT, A);
        Entry second = enter(connections, PortKind.MANAGEMENT, A);

        assertThat(first.verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(second.verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(enter(connections, PortKind.MANAGEMENT, A).verdict()).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(metric(connections, "management_connections")).isEqualTo(2);
        assertThat(metric(connections, "http_connections")).isEqualTo(2);
        first.left();
        assertThat(metric(connections, "management_connections")).isEqualTo(1);
        assertThat(enter(connections, PortKind.MANAGEMENT, A).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void onTheManagementPortNobodyAnnouncesAClient() {
        AcceptedConnections connections = connections(WIDE, ANY, ANY);

        assertThat(http(connections, PROXY).announcesClient()).isTrue();
        assertThat(enter(connections, PortKind.MANAGEMENT, PROXY).announcesClient())
                .isFalse();
    }

    @Test
    void aSilentConnectionMakesRoomForItsAddress() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 3, 100, 100, 100, 100, 1), ANY, ANY);
        Entry oldest = http(connections, A);
        time.advance(Duration.ofMillis(1));
        Entry talking = http(connections, A);
        time.advance(Duration.ofMillis(1));
        http(connections, A);
        time.advance(Duration.ofMillis(1990));
        oldest.received();
        talking.received();

        assertThat(http(connections, A).verdict())
                .as("nobody silent for long enough")
                .isEqualTo(Verdict.ADDRESS_FULL);
        time.advance(Duration.ofMillis(1995));
        talking.received();
        time.advance(Duration.ofMillis(5));
        assertThat(http(connections, A).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).hasSize(1).doesNotContain(talking);
    }

    @Test
    void whoIsBeingAnsweredIsNeverTaken() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 100, 100, 100, 1, 1, 1), ANY, ANY);
        Entry answered = http(connections, A);
        answered.reached(Stage.ANSWERING);
        time.advance(Duration.ofHours(1));

        assertThat(http(connections, A).verdict()).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(http(connections, B).verdict()).isEqualTo(Verdict.DROPPED);

        answered.reached(Stage.WAITING);
        time.advance(Duration.ofSeconds(2));
        assertThat(http(connections, B).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).containsExactly(answered);
    }

    @Test
    void pastTheBoundInAllTheAddressWithMostLosesItsMostSilentOne() {
        AcceptedConnections connections = connections(new AcceptLimits(4, 100, 100, 100, 100, 100, 1), ANY, ANY);
        http(connections, B);
        time.advance(Duration.ofMillis(1));
        Entry first = http(connections, A);
        time.advance(Duration.ofMillis(1));
        Entry second = http(connections, A);
        time.advance(Duration.ofMillis(1));
        http(connections, A);
        first.received();

        assertThat(http(connections, C).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).containsExactly(second);
    }

    @Test
    void manyNetworksOfOneSiteCountTogetherWhereNoneHasMore() {
        AcceptedConnections connections = connections(new AcceptLimits(4, 100, 100, 100, 100, 100, 1), ANY, ANY);
        http(connections, A);
        time.advance(Duration.ofMillis(1));
        Entry ofTheSite = http(connections, ip("2001:db8:1:1::1"));
        time.advance(Duration.ofMillis(1));
        Entry other = http(connections, ip("2001:db8:1:2::1"));
        http(connections, ip("2001:db8:2:1::1"));

        http(connections, B);

        assertThat(closed).hasSize(1);
        assertThat(closed.get(0)).isIn(ofTheSite, other);
        assertThat(metric(connections, "pending_connections")).isEqualTo(4);
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 1, 100, 100, 100, 100, 1), ANY, ANY);
        http(connections, ip("2001:db8::1"));

        assertThat(http(connections, ip("2001:db8::ffff:1")).verdict()).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(http(connections, ip("2001:db8:0:1::1")).verdict()).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void trustedProxiesAndUncountedAddressesHaveNoBoundOfTheirOwn() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 1, 1, 1, 100, 1, 1), 1, ANY);

        for (InetAddress peer : List.of(PROXY, BALANCER)) {
            for (int i = 0; i < 3; i++) {
                Entry entry = http(connections, peer);
                assertThat(entry.verdict()).isEqualTo(Verdict.ADMITTED);
                assertThat(entry.announcesClient()).isEqualTo(peer.equals(PROXY));
            }
        }
        assertThat(metric(connections, "http_connections")).isEqualTo(6);
    }

    @Test
    void whomAProxyAnnouncesIsCountedForItsOwnAddress() {
        AcceptedConnections connections = connections(WIDE, 1, ANY);
        Entry first = http(connections, PROXY);
        Entry second = http(connections, PROXY);
        first.announced(A);
        second.announced(A);

        assertThat(first.verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(second.verdict()).isEqualTo(Verdict.ADDRESS_FULL);
        first.left();
        second.left();
        assertThat(metric(connections, "tcp_connections")).isZero();
        assertThat(metric(connections, "refused_connections")).isZero();
    }

    @Test
    void openFilesBoundAllConnectionsAndTheSilentOnesMakeRoom() {
        AcceptedConnections connections = connections(WIDE, ANY, 3);
        Entry socket = enter(connections, PortKind.WEBSOCKET, A);
        socket.reached(Stage.ANSWERING);
        socket.reached(Stage.UPGRADED);
        Entry silent = enter(connections, PortKind.WEBSOCKET, B);
        Entry idle = http(connections, B);
        idle.reached(Stage.ANSWERING);
        idle.reached(Stage.WAITING);

        assertThat(http(connections, C).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).containsExactly(silent);
        Entry newest = http(connections, C);
        assertThat(newest.verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(closed).hasSize(2).doesNotContain(socket);
    }

    @Test
    void tlsHandshakesHaveABoundOfTheirOwn() {
        AcceptedConnections connections = connections(new AcceptLimits(100, 100, 100, 1, 100, 100, 1), ANY, ANY);
        Entry first = connections.enter(new Arrival(PortKind.HTTP, true, A), () -> {});
        assertThat(connections
                        .enter(new Arrival(PortKind.HTTP, true, A), () -> {})
                        .verdict())
                .isEqualTo(Verdict.ADDRESS_FULL);

        first.secured();

        assertThat(connections
                        .enter(new Arrival(PortKind.WEBSOCKET, true, A), () -> {})
                        .verdict())
                .isEqualTo(Verdict.ADMITTED);
        assertThat(metric(connections, "tls_handshakes")).isEqualTo(1);
    }

    @Test
    void whateverHappensAtOnceAllPlacesAreFreeInTheEnd() throws Exception {
        AcceptLimits tight = new AcceptLimits(8, 4, 4, 3, 6, 4, 2);
        AcceptedConnections connections = connections(tight, 6, 12);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random lots = new Random(t);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 5000; i++) {
                        live(connections, lots);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        for (String name : List.of(
                "tcp_connections",
                "pending_connections",
                "tls_handshakes",
                "http_connections",
                "refused_connections",
                "tcp_connection_addresses")) {
            assertThat(metric(connections, name)).as(name).isZero();
        }
    }

    private static void live(AcceptedConnections connections, Random lots) {
        List<InetAddress> peers = List.of(A, B, C, PROXY);
        Arrival arrival = new Arrival(
                lots.nextBoolean() ? PortKind.HTTP : PortKind.WEBSOCKET,
                lots.nextBoolean(),
                peers.get(lots.nextInt(4)));
        Entry entry = connections.enter(arrival, () -> {});
        if (entry.announcesClient() && lots.nextBoolean()) {
            entry.announced(A);
        }
        if (arrival.tls() && lots.nextBoolean()) {
            entry.secured();
        }
        if (lots.nextBoolean()) {
            entry.reached(Stage.ANSWERING);
            entry.reached(lots.nextBoolean() ? Stage.WAITING : Stage.UPGRADED);
        }
        entry.left();
        entry.left();
    }
}
