package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.common.IoThreadProbe;
import io.mychat.gateway.transport.common.TransportMetrics;
import java.util.ArrayList;
import java.util.List;

/** The metrics of both transports and of their threads: the names are those of every transport on sockets. */
record NioMetrics(
        PortLifecycle.Shared shared, NioWebSocketTransport webSockets, NioHttpTransport http, IoThreadProbe ioThreads)
        implements MetricSource {

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(TransportMetrics.sockets(webSockets.numbers()));
        metrics.addAll(TransportMetrics.compression(webSockets.numbers().compression()));
        metrics.addAll(TransportMetrics.threads(ioThreads, shared.settings().workerThreads()));
        metrics.addAll(TransportMetrics.requests(http.numbers(), http.requestsLimit()));
        metrics.addAll(shared.loops().metrics());
        metrics.addAll(shared.tlsTasks().metrics());
        metrics.addAll(TransportMetrics.refusals("websocket", webSockets.refusals()));
        metrics.addAll(TransportMetrics.refusals("http", http.refusals()));
        return metrics;
    }
}
