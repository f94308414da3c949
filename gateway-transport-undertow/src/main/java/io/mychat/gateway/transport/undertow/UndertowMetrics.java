package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.undertow.accept.Pacing;
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
        List<Metric> metrics = new ArrayList<>(TransportMetrics.sockets(webSockets.numbers()));
        metrics.addAll(TransportMetrics.compression(webSockets.numbers().compression()));
        metrics.addAll(threads());
        metrics.addAll(TransportMetrics.requests(http.numbers(), http.requestsLimit()));
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

    private List<Metric> threads() {
        return List.of(
                Metric.gauge("io_threads", "I/O threads, which serve sockets.", ioThreads.count()),
                Metric.gauge(
                        "io_thread_slowest_seconds",
                        "Time that the slowest I/O thread needed for a task at the last check, or has needed so far.",
                        ioThreads.slowestSeconds()),
                Metric.gauge(
                        "http_workers_limit", "Most threads that answer HTTP requests.", settings.workerThreads()));
    }
}
