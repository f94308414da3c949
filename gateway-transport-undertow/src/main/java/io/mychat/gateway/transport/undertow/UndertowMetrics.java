package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.undertow.accept.Pacing;
import io.mychat.gateway.transport.undertow.websocket.SocketStats;
import java.util.ArrayList;
import java.util.List;

/** The metrics of both transports and of their threads. */
record UndertowMetrics(
        UndertowSettings settings,
        UndertowWebSocketTransport webSockets,
        UndertowHttpTransport http,
        IoThreadProbe ioThreads,
        Pacing pacing)
        implements MetricSource {

    @Override
    public List<Metric> metrics() {
        SocketStats sockets = webSockets.numbers();
        List<Metric> metrics = new ArrayList<>(numbers(sockets));
        metrics.addAll(pacing.budgets().metrics());
        metrics.addAll(pacing.tls().metrics());
        webSockets.refusals().forEach((error, count) -> metrics.add(refused("websocket", error, count)));
        http.refusals().forEach((error, count) -> metrics.add(refused("http", error, count)));
        return metrics;
    }

    private static Metric refused(String port, String error, long count) {
        return Metric.counter("requests_rejected_total", "Requests refused by the transport itself.", count)
                .with("port", port)
                .with("reason", error);
    }

    private List<Metric> numbers(SocketStats sockets) {
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
                        sockets.invalid()),
                Metric.gauge("io_threads", "I/O threads, which serve sockets.", ioThreads.count()),
                Metric.gauge(
                        "io_thread_slowest_seconds",
                        "Time that the slowest I/O thread needed for a task at the last check, or has needed so far.",
                        ioThreads.slowestSeconds()),
                Metric.gauge("http_workers_busy", "Threads that answer an HTTP request.", http.requestsAnswering()),
                Metric.gauge("http_workers_limit", "Most threads that answer HTTP requests.", settings.workerThreads()),
                Metric.gauge("http_requests", "HTTP requests that wait or are being answered.", http.requests()),
                Metric.gauge(
                        "http_requests_limit",
                        "Most HTTP requests that wait or are being answered.",
                        http.requestsLimit()),
                Metric.gauge(
                        "http_requests_pending",
                        "HTTP requests that wait without holding a thread: logins.",
                        http.requestsPending()),
                Metric.counter(
                        "http_requests_refused_total",
                        "HTTP requests refused at the limit: 503.",
                        http.requestsRefused()));
    }
}
