package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Tells clients of this node to reconnect (4005), each at its own moment of a period. Thread-safe. */
final class Departures implements MetricSource {

    private final ConnectionManager connections;
    private final RandomGenerator random;
    private final Map<Cause, Long> told = new ConcurrentHashMap<>();

    /** Why clients leave. */
    enum Cause {
        STOP,
        DRAIN,
        REBALANCE
    }

    Departures(ConnectionManager connections, RandomGenerator random) {
        this.connections = connections;
        this.random = random;
    }

    /**
     * Tells one client.
     *
     * @param period the client's moment is drawn evenly from it
     * @return false when it leaves already
     */
    boolean tell(ClientConnection client, Duration period, ReconnectHints hints, Cause cause) {
        Duration after = Duration.ofNanos(random.nextLong(Math.max(1, period.toNanos())));
        if (!client.depart(after, hints.draw(random))) {
            return false;
        }
        told.merge(cause, 1L, Long::sum);
        return true;
    }

    /** Tells this many clients that have not been told yet, or all. Returns their number. */
    int tell(int most, Duration period, ReconnectHints hints, Cause cause) {
        int done = 0;
        for (ClientConnection client : connections.connections()) {
            if (done == most) {
                break;
            }
            done += !client.isDeparting() && tell(client, period, hints, cause) ? 1 : 0;
        }
        return done;
    }

    /** The clients that have not been told to leave. */
    int staying() {
        return (int) connections.connections().stream()
                .filter(client -> !client.isDeparting() && !client.isClosing())
                .count();
    }

    /** All open connections. */
    int open() {
        return connections.connections().size();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        long leaving = connections.connections().stream()
                .filter(ClientConnection::isDeparting)
                .count();
        metrics.add(
                Metric.gauge("clients_leaving", "Connected clients that have been told to reconnect (4005).", leaving));
        for (Cause cause : Cause.values()) {
            metrics.add(Metric.counter(
                            "clients_told_to_leave_total",
                            "Clients that were told to reconnect (4005) because of a stop, a drain or a rebalance.",
                            told.getOrDefault(cause, 0L))
                    .with("cause", cause.name().toLowerCase(Locale.ROOT)));
        }
        return metrics;
    }
}
