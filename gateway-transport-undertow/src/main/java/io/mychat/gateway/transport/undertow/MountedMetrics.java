package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.common.TransportMetrics;
import java.util.ArrayList;
import java.util.List;

/** The metrics of both transports on the server of a host, which has its own for threads and ports. */
record MountedMetrics(MountedWebSockets webSockets, MountedHttp http) implements MetricSource {

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(TransportMetrics.sockets(webSockets.numbers()));
        metrics.addAll(TransportMetrics.compression(webSockets.numbers().compression()));
        metrics.addAll(TransportMetrics.requests(http.numbers(), http.requestsLimit()));
        return metrics;
    }
}
