package io.mychat.gateway.core.security;

import io.mychat.gateway.core.config.AcceptLimits;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.ConnectionGate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the TCP connections of all ports from {@code accept} on, and bounds them. Bounds exist for the connections of
 * an address, those without a complete request, TLS handshakes, connections to the HTTP port and (separately, with the
 * same values) to the management port. The open files of the process bound the total. At a bound, a new connection is
 * refused or displaces a silent one (protocol.md 1.5). Thread-safe: one lock over short steps.
 *
 * <p>The class is long because one step under the lock decides by all bounds, and each bound has its metrics.
 */
public final class AcceptedConnections implements ConnectionGate, MetricSource {

    /** The nanoseconds of silence after which a connection makes room for another one of its address. */
    private static final long IDLE = Duration.ofSeconds(2).toNanos();

    private final Supplier<Bounds> bounds;
    private final Supplier<ClientAddressResolver> clients;
    private final BufferBudget buffers;
    private final TimeSource time;

    private final Object lock = new Object();
    private final Map<AddressGroup, AddressCount> ofAddress = new HashMap<>();
    private final AdmittedConnections pending = new AdmittedConnections();
    private final AdmittedConnections handshaking = new AdmittedConnections();
    private final AdmittedConnections http = new AdmittedConnections();
    private final AdmittedConnections management = new AdmittedConnections();
    private int total;
    private int refused;

    private final LongAdder addressFull = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder displaced = new LongAdder();

    /**
     * The bounds in effect.
     *
     * @param perIp the most connections of one address; 0: no limit
     * @param sockets the most connections in total
     */
    public record Bounds(AcceptLimits accept, int perIp, int sockets) {}

    /**
     * @param buffers counts the bytes of incomplete requests
     */
    public AcceptedConnections(
            Supplier<Bounds> bounds, Supplier<ClientAddressResolver> clients, BufferBudget buffers, TimeSource time) {
        this.bounds = bounds;
        this.clients = clients;
        this.buffers = buffers;
        this.time = time;
    }

    BufferBudget buffers() {
        return buffers;
    }

    long now() {
        return time.nanoTime();
    }

    @Override
    public Entry enter(Arrival arrival, Runnable close) {
        ClientAddressResolver resolver = clients.get();
        AcceptedConnection newcomer = new AcceptedConnection(
                this,
                arrival,
                resolver.isCounted(arrival.peer()) ? AddressGroup.of(arrival.peer()) : null,
                arrival.port() != PortKind.MANAGEMENT && resolver.announces(arrival.peer()),
                close);
        admit(newcomer);
        return newcomer;
    }

    void announced(AcceptedConnection connection, InetAddress client) {
        AddressGroup group = clients.get().isCounted(client) ? AddressGroup.of(client) : null;
        synchronized (lock) {
            if (connection.gone || connection.refused) {
                return;
            }
            remove(connection);
            connection.gone = false;
            connection.group(group);
        }
        admit(connection);
    }

    private void admit(AcceptedConnection newcomer) {
        List<AcceptedConnection> displacing = new ArrayList<>(0);
        synchronized (lock) {
            Verdict verdict = room(newcomer, bounds.get(), displacing);
            newcomer.verdict(verdict);
            if (verdict == Verdict.ADMITTED) {
                add(newcomer);
            } else if (refused < bounds.get().accept().maxRefusedConnections()) {
                refused++;
                newcomer.refused = true;
            } else {
                newcomer.gone = true;
                newcomer.verdict(Verdict.DROPPED);
            }
            count(verdict, newcomer);
        }
        displaced.add(displacing.size());
        displacing.forEach(AcceptedConnection::shut);
    }

    private void count(Verdict verdict, AcceptedConnection newcomer) {
        if (verdict == Verdict.ADDRESS_FULL) {
            addressFull.increment();
        } else if (verdict == Verdict.FULL) {
            full.increment();
        }
        if (newcomer.gone) {
            dropped.increment();
        }
    }

    /** Makes room for a new connection where the rules allow it. */
    private Verdict room(AcceptedConnection newcomer, Bounds most, List<AcceptedConnection> displacing) {
        AddressGroup group = newcomer.group();
        AcceptLimits limits = most.accept();
        if (group != null && most.perIp() > 0 && countOf(group) >= most.perIp()) {
            Optional<AcceptedConnection> silent =
                    pending.longestIdle(group, now(), IDLE).or(() -> http.longestIdle(group, now(), IDLE));
            if (silent.isEmpty()) {
                return Verdict.ADDRESS_FULL;
            }
            displace(silent.get(), displacing);
        }
        if (total >= most.sockets() && !displaceAny(pending, displacing) && !displaceAny(http, displacing)) {
            return Verdict.FULL;
        }
        Verdict verdict =
                room(pending, group, limits.maxPendingConnections(), limits.maxPendingConnectionsPerIp(), displacing);
        if (verdict == Verdict.ADMITTED && newcomer.handshaking) {
            verdict = room(handshaking, group, limits.maxTlsHandshakes(), limits.maxTlsHandshakesPerIp(), displacing);
        }
        AdmittedConnections ofPort = ofPort(newcomer);
        if (verdict == Verdict.ADMITTED && ofPort != null) {
            verdict = room(ofPort, group, limits.maxHttpConnections(), limits.maxHttpConnectionsPerIp(), displacing);
        }
        return verdict;
    }

    /** The connections to the same HTTP port; null for connections to the WebSocket port. */
    private @Nullable AdmittedConnections ofPort(AcceptedConnection connection) {
        return switch (connection.port()) {
            case WEBSOCKET -> null;
            case HTTP -> http;
            case MANAGEMENT -> management;
        };
    }

    private Verdict room(
            AdmittedConnections admittedConnections,
            @Nullable AddressGroup group,
            int most,
            int mostOfAddress,
            List<AcceptedConnection> displacing) {
        if (admittedConnections.of(group) >= mostOfAddress) {
            Optional<AcceptedConnection> silent = admittedConnections.longestIdle(group, now(), IDLE);
            if (silent.isEmpty()) {
                return Verdict.ADDRESS_FULL;
            }
            displace(silent.get(), displacing);
        }
        return admittedConnections.size() < most || displaceAny(admittedConnections, displacing)
                ? Verdict.ADMITTED
                : Verdict.FULL;
    }

    private boolean displaceAny(AdmittedConnections admittedConnections, List<AcceptedConnection> displacing) {
        Optional<AcceptedConnection> one = admittedConnections.ofTheLargest(now());
        one.ifPresent(member -> displace(member, displacing));
        return one.isPresent();
    }

    private void displace(AcceptedConnection member, List<AcceptedConnection> displacing) {
        remove(member);
        displacing.add(member);
    }

    void secured(AcceptedConnection connection) {
        synchronized (lock) {
            if (!connection.gone && !connection.refused) {
                leaveHandshaking(connection);
            }
            connection.handshaking = false;
        }
    }

    void reached(AcceptedConnection connection, Stage stage) {
        if (stage == Stage.WAITING) {
            return;
        }
        synchronized (lock) {
            if (connection.gone || connection.refused) {
                return;
            }
            leavePending(connection);
        }
    }

    void left(AcceptedConnection connection) {
        synchronized (lock) {
            if (connection.refused) {
                connection.refused = false;
                connection.gone = true;
                refused--;
            } else if (!connection.gone) {
                remove(connection);
            }
        }
    }

    /** The connections of one address. */
    private static final class AddressCount {

        final AddressGroup group;
        int connections;

        AddressCount(AddressGroup group) {
            this.group = group;
        }
    }

    private int countOf(AddressGroup group) {
        AddressCount count = ofAddress.get(group);
        return count == null ? 0 : count.connections;
    }

    private void add(AcceptedConnection connection) {
        total++;
        AddressGroup group = connection.group();
        if (group != null) {
            AddressCount count = ofAddress.computeIfAbsent(group, AddressCount::new);
            count.connections++;
            connection.group(count.group); // one object for all connections of an address
        }
        if (connection.pending) {
            pending.add(connection);
        }
        if (connection.handshaking) {
            handshaking.add(connection);
        }
        AdmittedConnections ofPort = ofPort(connection);
        if (ofPort != null) {
            ofPort.add(connection);
        }
    }

    private void remove(AcceptedConnection connection) {
        connection.gone = true;
        total--;
        AddressGroup group = connection.group();
        if (group != null) {
            ofAddress.computeIfPresent(group, (g, count) -> --count.connections == 0 ? null : count);
        }
        if (connection.pending) {
            pending.remove(connection);
        }
        if (connection.handshaking) {
            handshaking.remove(connection);
        }
        AdmittedConnections ofPort = ofPort(connection);
        if (ofPort != null) {
            ofPort.remove(connection);
        }
    }

    private void leavePending(AcceptedConnection connection) {
        if (connection.pending) {
            connection.pending = false;
            pending.remove(connection);
        }
        leaveHandshaking(connection);
    }

    private void leaveHandshaking(AcceptedConnection connection) {
        if (connection.handshaking) {
            connection.handshaking = false;
            handshaking.remove(connection);
        }
    }

    @Override
    public List<Metric> metrics() {
        Bounds most = bounds.get();
        AcceptLimits limits = most.accept();
        List<Metric> metrics = new ArrayList<>();
        synchronized (lock) {
            gauge(metrics, "tcp_connections", "TCP connections of all ports.", total);
            gauge(
                    metrics,
                    "tcp_connections_limit",
                    "Most TCP connections, as the limit of open files allows.",
                    most.sockets());
            gauge(metrics, "tcp_connection_addresses", "Addresses with TCP connections.", ofAddress.size());
            gauge(metrics, "pending_connections", "Connections that have not sent a complete request.", pending.size());
            gauge(
                    metrics,
                    "pending_connections_limit",
                    "Most connections without a complete request.",
                    limits.maxPendingConnections());
            gauge(
                    metrics,
                    "pending_connections_per_address_limit",
                    "Most connections without a complete request from one address.",
                    limits.maxPendingConnectionsPerIp());
            gauge(metrics, "tls_handshakes", "Unfinished TLS handshakes.", handshaking.size());
            gauge(metrics, "tls_handshakes_limit", "Most unfinished TLS handshakes.", limits.maxTlsHandshakes());
            gauge(
                    metrics,
                    "tls_handshakes_per_address_limit",
                    "Most unfinished TLS handshakes of one address.",
                    limits.maxTlsHandshakesPerIp());
            gauge(metrics, "http_connections", "Connections to the HTTP port.", http.size());
            gauge(metrics, "http_connections_limit", "Most connections to the HTTP port.", limits.maxHttpConnections());
            gauge(metrics, "management_connections", "Connections to the management port.", management.size());
            gauge(
                    metrics,
                    "management_connections_limit",
                    "Most connections to the management port.",
                    limits.maxHttpConnections());
            gauge(
                    metrics,
                    "http_connections_per_address_limit",
                    "Most connections to the HTTP port from one address.",
                    limits.maxHttpConnectionsPerIp());
            gauge(metrics, "refused_connections", "Refused connections that wait for their answer.", refused);
            gauge(
                    metrics,
                    "refused_connections_limit",
                    "Most refused connections that wait; further ones get no answer.",
                    limits.maxRefusedConnections());
        }
        String help = "Connections refused at a bound; dropped: refused without an answer.";
        metrics.add(refusals(help, "address_full", addressFull));
        metrics.add(refusals(help, "full", full));
        metrics.add(refusals(help, "dropped", dropped));
        metrics.add(Metric.counter(
                "connections_displaced_total", "Silent connections closed for new ones.", displaced.sum()));
        return metrics;
    }

    private static void gauge(List<Metric> metrics, String name, String help, int value) {
        metrics.add(Metric.gauge(name, help, (long) value));
    }

    private static Metric refusals(String help, String reason, LongAdder count) {
        return Metric.counter("connections_refused_total", help, count.sum()).with("reason", reason);
    }
}
