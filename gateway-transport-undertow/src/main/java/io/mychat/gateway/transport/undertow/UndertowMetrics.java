package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.common.IoThreadProbe;
import io.mychat.gateway.transport.common.TransportMetrics;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.undertow.accept.Pacing;
import java.util.ArrayList;
import java.util.List;

/** The metrics of both transports and of their threads. */
record UndertowMetrics(
        TransportSettings settings,
        UndertowWebSocketTransport webSockets,
        UndertowHttpTransport http,
        IoThreadProbe ioThreads,
        Pacing pacing)
        implements MetricSource {

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(TransportMetrics.sockets(webSockets.numbers()));
        metrics.addAll(TransportMetrics.compression(webSockets.numbers().compression()));
        metrics.addAll(TransportMetrics.threads(ioThreads, settings.workerThreads()));
        metrics.addAll(TransportMetrics.requests(http.numbers(), http.requestsLimit()));
        metrics.addAll(pacing.budgets().metrics());
        metrics.addAll(pacing.tls().metrics());
        metrics.addAll(TransportMetrics.refusals("websocket", webSockets.refusals()));
        metrics.addAll(TransportMetrics.refusals("http", http.refusals()));
        return metrics;
    }
}
