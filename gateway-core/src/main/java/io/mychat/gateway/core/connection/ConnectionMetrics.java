package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The metrics of this node's connections.
 *
 * @param platforms the platforms to report, also without sessions
 * @param codecs the subprotocols of all codecs, to report also without connections
 * @param maxOutboundBytes the largest number of bytes that wait for one connection
 * @param maxPerUser the largest number of sessions of a user; 0: no limit
 */
public record ConnectionMetrics(
        ConnectionManager connections,
        Supplier<Set<String>> platforms,
        Set<String> codecs,
        IntSupplier maxOutboundBytes,
        IntSupplier maxPerUser)
        implements MetricSource {

    @Override
    public List<Metric> metrics() {
        ConnectionCounts count = ConnectionCounts.of(connections.connections());
        Map<String, Integer> byPlatform = new TreeMap<>(count.byPlatform());
        platforms.get().forEach(platform -> byPlatform.putIfAbsent(platform, 0));
        Map<String, Integer> byCodec = new TreeMap<>();
        codecs.forEach(codec -> byCodec.put(codec, 0));
        int unread = 0;
        long waiting = 0;
        long most = 0;
        for (ClientConnection client : connections.connections()) {
            byCodec.merge(client.codec().subprotocol(), 1, Integer::sum);
            unread += client.timeouts().isHeld() ? 1 : 0;
            long bytes = client.outboundBytes();
            waiting += bytes;
            most = Math.max(most, bytes);
        }
        List<Metric> metrics = new ArrayList<>(List.of(
                Metric.gauge("connections", "Open connections.", count.total()),
                Metric.gauge(
                        "connections_unauthenticated",
                        "Open connections without a login.",
                        count.total() - count.authenticated()),
                Metric.gauge(
                        "sessions_per_user_limit", "Most sessions of one user; 0: no limit.", maxPerUser.getAsInt()),
                Metric.gauge(
                        "sessions_suspended", "Sessions whose queue is full and whose socket is not read.", unread),
                Metric.gauge("outbound_bytes", "Bytes that wait for clients, of all connections.", waiting),
                Metric.gauge("outbound_bytes_max", "Most bytes that wait for any one client now.", most),
                Metric.gauge(
                        "outbound_bytes_limit",
                        "Most bytes that wait for one client; beyond it the connection closes (4430).",
                        maxOutboundBytes.getAsInt())));
        byPlatform.forEach((platform, number) -> metrics.add(
                Metric.gauge("sessions", "Connections with a login.", number).with("platform", platform)));
        byCodec.forEach((codec, number) -> metrics.add(
                Metric.gauge("connections_by_codec", "Open connections by the subprotocol of their codec.", number)
                        .with("codec", codec)));
        return metrics;
    }
}
