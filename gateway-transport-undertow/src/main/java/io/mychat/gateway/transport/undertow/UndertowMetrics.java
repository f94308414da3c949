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
        return Metric.counter("requests_rejected_total", "Requests that the transport itself refused.", count)
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
                Metric.counter("websocket_received_bytes_total", "Bytes read after handshakes.", sockets.received()),
                Metric.counter("websocket_sent_bytes_total", "Bytes written after handshakes.", sockets.sent()),
                Metric.counter("handshakes_accepted_total", "Handshakes that were accepted.", sockets.accepted()),
                Metric.counter(
                        "handshakes_invalid_total",
                        "Requests to the WebSocket port that were no handshake, or a broken one.",
                        sockets.invalid()),
                Metric.gauge("io_threads", "Threads that serve sockets.", ioThreads.count()),
                Metric.gauge(
                        "io_thread_slowest_seconds",
                        "How long the slowest I/O thread took for a task at the last look, or has taken so far.",
                        ioThreads.slowestSeconds()),
                Metric.gauge("http_workers_busy", "Threads that answer an HTTP request.", http.requestsAnswering()),
                Metric.gauge("http_workers_limit", "Threads that may answer HTTP requests.", settings.workerThreads()),
                Metric.gauge("http_requests", "HTTP requests that wait or are being answered.", http.requests()),
                Metric.gauge(
                        "http_requests_limit", "HTTP requests that may wait or be answered.", http.requestsLimit()),
                Metric.gauge(
                        "http_requests_pending",
                        "HTTP requests that wait for their endpoint without a thread: logins.",
                        http.requestsPending()),
                Metric.counter(
                        "http_requests_refused_total",
                        "HTTP requests that found no room: 503.",
                        http.requestsRefused()));
    }
}
