package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.jakarta.http.Endpoint;
import io.mychat.gateway.transport.jakarta.websocket.Connections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The metrics of both transports. */
record JakartaMetrics(MountedWebSockets webSockets, MountedHttp http, JakartaSettings settings)
        implements MetricSource {

    @Override
    public List<Metric> metrics() {
        Optional<Connections> sockets = webSockets.connections();
        Optional<Endpoint> requests = http.endpoint();
        return List.of(
                Metric.gauge(
                        "websocket_sockets", "WebSocket connections with a socket.", of(sockets, Connections::open)),
                Metric.gauge(
                        "websocket_calls_waiting",
                        "Pings and closes that wait for a thread, because the container may block.",
                        of(sockets, Connections::waitingCalls)),
                Metric.counter("handshakes_accepted_total", "Accepted handshakes.", of(sockets, Connections::accepted)),
                Metric.counter(
                        "handshakes_invalid_total",
                        "Requests to the WebSocket port without a valid handshake.",
                        of(sockets, Connections::invalid)),
                Metric.gauge(
                        "http_requests",
                        "HTTP requests that wait or are being answered.",
                        of(requests, Endpoint::requests)),
                Metric.gauge(
                        "http_requests_limit",
                        "Most HTTP requests that wait or are being answered.",
                        settings.maxRequests()),
                Metric.counter(
                        "http_requests_refused_total",
                        "HTTP requests refused at the limit: 503.",
                        of(requests, Endpoint::refused)));
    }

    private static <T> long of(Optional<T> part, ToLongFunction<T> number) {
        return part.map(number::applyAsLong).orElse(0L);
    }
}
