package io.mychat.gateway.transport.common;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.transport.common.websocket.CompressionStats;
import io.mychat.gateway.transport.common.websocket.SocketStats;
import java.util.List;
import java.util.Map;

/** The metrics of connections and requests, whoever has the ports. */
public final class TransportMetrics {

    private TransportMetrics() {}

    /** What compression has done. */
    public static List<Metric> compression(CompressionStats figures) {
        return List.of(
                Metric.gauge(
                        "websocket_compressed_sockets",
                        "WebSocket connections that have agreed to compress.",
                        figures.sessions()),
                Metric.counter(
                        "websocket_inflated_from_bytes_total",
                        "Bytes of compressed messages of clients, as they arrived.",
                        figures.inflatedFrom()),
                Metric.counter(
                        "websocket_inflated_to_bytes_total",
                        "Bytes that came out of compressed messages of clients.",
                        figures.inflatedTo()),
                Metric.counter(
                        "websocket_deflated_from_bytes_total",
                        "Bytes of messages before their compression; one to many clients counts once.",
                        figures.deflatedFrom()),
                Metric.counter(
                        "websocket_deflated_to_bytes_total",
                        "Bytes of messages after their compression.",
                        figures.deflatedTo()),
                Metric.counter(
                        "websocket_deflate_skipped_total",
                        "Messages sent as they are because too many others were being compressed.",
                        figures.skipped()));
    }

    /** The WebSocket connections. */
    public static List<Metric> sockets(SocketStats sockets) {
        return List.of(
                Metric.gauge("websocket_sockets", "WebSocket connections with a socket.", sockets.open()),
                Metric.gauge(
                        "websocket_sockets_closing",
                        "Ended connections whose sockets wait to be closed.",
                        sockets.closing()),
                Metric.counter(
                        "websocket_received_bytes_total", "Bytes received after handshakes.", sockets.received()),
                Metric.counter("websocket_sent_bytes_total", "Bytes sent after handshakes.", sockets.sent()),
                Metric.counter("handshakes_accepted_total", "Accepted handshakes.", sockets.accepted()),
                Metric.counter(
                        "handshakes_invalid_total",
                        "Requests to the WebSocket port without a valid handshake.",
                        sockets.invalid()));
    }

    /**
     * The HTTP requests.
     *
     * @param limit the most admitted requests
     */
    public static List<Metric> requests(RequestStats requests, int limit) {
        return List.of(
                Metric.gauge("http_workers_busy", "Threads that answer an HTTP request.", requests.answering()),
                Metric.gauge("http_requests", "HTTP requests that wait or are being answered.", requests.admitted()),
                Metric.gauge("http_requests_limit", "Most HTTP requests that wait or are being answered.", limit),
                Metric.gauge(
                        "http_requests_pending",
                        "HTTP requests that wait without holding a thread: logins.",
                        requests.pending()),
                Metric.counter(
                        "http_requests_refused_total", "HTTP requests refused at the limit: 503.", requests.refused()));
    }

    /**
     * The threads of the ports.
     *
     * @param workers the most threads that answer HTTP requests
     */
    public static List<Metric> threads(IoThreadProbe ioThreads, int workers) {
        return List.of(
                Metric.gauge("io_threads", "I/O threads, which serve sockets.", ioThreads.count()),
                Metric.gauge(
                        "io_thread_slowest_seconds",
                        "Time that the slowest I/O thread needed for a task at the last check, or has needed so far.",
                        ioThreads.slowestSeconds()),
                Metric.gauge("http_workers_limit", "Most threads that answer HTTP requests.", workers));
    }

    /** Requests to a port that the transport itself refused, by error. */
    public static List<Metric> refusals(String port, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> Metric.counter(
                                "requests_rejected_total",
                                "Requests refused by the transport itself.",
                                count.getValue())
                        .with("port", port)
                        .with("reason", count.getKey()))
                .toList();
    }
}
