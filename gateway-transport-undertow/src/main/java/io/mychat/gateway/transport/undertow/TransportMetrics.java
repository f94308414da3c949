package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.transport.undertow.websocket.SocketStats;
import java.util.List;

/** The metrics of connections and requests, whoever has the ports. */
final class TransportMetrics {

    private TransportMetrics() {}

    static List<Metric> sockets(SocketStats sockets) {
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

    /** @param limit the most admitted requests */
    static List<Metric> requests(RequestStats requests, int limit) {
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
}
