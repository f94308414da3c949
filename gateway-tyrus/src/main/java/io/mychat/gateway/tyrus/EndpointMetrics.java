package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.event.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metrics of a host's endpoints. */
final class EndpointMetrics {

    private EndpointMetrics() {}

    /** @param running null: the port is closed */
    static List<Metric> of(EndpointCounts counts, @Nullable EndpointBounds bounds, @Nullable HostResources running) {
        List<Metric> metrics = new ArrayList<>(List.of(
                Metric.gauge(
                        "host_sockets",
                        "Open connections of a host's endpoints.",
                        running == null ? 0 : running.connections()),
                Metric.gauge(
                        "host_sockets_limit",
                        "Most connections of a host's endpoints.",
                        bounds == null ? 0 : bounds.maxConnections()),
                Metric.gauge(
                        "host_frames_limit",
                        "Frames per second of all clients of endpoints together.",
                        bounds == null ? 0 : bounds.shared().framesPerSecond()),
                Metric.gauge(
                        "host_bytes_limit",
                        "Bytes per second that all clients of endpoints together may send.",
                        bounds == null ? 0 : bounds.shared().bytesPerSecond()),
                Metric.counter("host_sockets_opened_total", "Opened connections of endpoints.", counts.openings()),
                Metric.counter("host_received_bytes_total", "Bytes of clients of endpoints.", counts.receivedBytes()),
                Metric.counter("host_sent_bytes_total", "Bytes to clients of endpoints.", counts.sentBytes()),
                Metric.gauge(
                        "host_buffered_bytes",
                        "Bytes buffered for clients of endpoints; part of the gateway's budget.",
                        counts.bufferedBytes()),
                Metric.counter(
                        "host_read_pauses_total",
                        "Times that nothing was read from a client of an endpoint for a rate of frames or bytes.",
                        counts.pauses()),
                Metric.counter(
                        "host_shared_read_pauses_total",
                        "Those of them for the frames or bytes of all clients of endpoints together.",
                        counts.sharedPauses()),
                Metric.gauge(
                        "host_tasks_waiting",
                        "Clients of endpoints that wait for a thread.",
                        running == null ? 0 : running.tasksWaiting())));
        for (Ending ending : Ending.values()) {
            metrics.add(Metric.counter(
                            "host_sockets_closed_total", "Ended connections of endpoints.", counts.endings(ending))
                    .with("reason", ending.label()));
        }
        for (Refusal refusal : Refusal.values()) {
            metrics.add(Metric.counter(
                            "host_handshakes_refused_total",
                            "Handshakes for endpoints that were refused behind the gateway's own rules.",
                            counts.refusals(refusal))
                    .with("reason", refusal.label()));
        }
        return metrics;
    }
}
