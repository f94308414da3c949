package io.mychat.gateway.backends;

import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.Metric.Kind;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Metrics and health of the services; the names are described in the module's README. */
final class BackendsReport {

    private BackendsReport() {}

    static MetricSource metrics(BackendServices services) {
        return () -> {
            List<Metric> metrics = new ArrayList<>();
            services.status().forEach((name, status) -> add(metrics, name, status));
            return metrics;
        };
    }

    private static void add(List<Metric> metrics, String service, ServiceStatus status) {
        Map<String, String> labels = Map.of("service", service);
        metrics.add(new Metric("backend_calls_total", Kind.COUNTER, "Calls of a service.", labels, status.calls()));
        metrics.add(new Metric(
                "backend_retries_total",
                Kind.COUNTER,
                "Attempts beyond the first one of a call.",
                labels,
                status.retries()));
        metrics.add(new Metric(
                "backend_rejected_total",
                Kind.COUNTER,
                "Calls beyond the limit of a service, or without an available server.",
                labels,
                status.rejected()));
        metrics.add(new Metric("backend_calls_running", Kind.GAUGE, "Running calls.", labels, status.running()));
        for (ServiceStatus.Server server : status.servers()) {
            Map<String, String> its =
                    Map.of("service", service, "server", server.url().toString());
            metrics.add(new Metric(
                    "backend_server_attempts_total", Kind.COUNTER, "Attempts at a server.", its, server.attempts()));
            metrics.add(new Metric(
                    "backend_server_failures_total",
                    Kind.COUNTER,
                    "Attempts that failed because of the server.",
                    its,
                    server.failures()));
            metrics.add(new Metric(
                    "backend_server_up",
                    Kind.GAUGE,
                    "1 when a server gets calls.",
                    its,
                    server.state() == State.UP ? 1 : 0));
        }
    }

    /** Degraded when a service has no available server; the gateway's own commands continue. */
    static HealthIndicator health(BackendServices services) {
        return new HealthIndicator() {
            @Override
            public String component() {
                return "backends";
            }

            @Override
            public Status status() {
                boolean allServed = services.status().values().stream()
                        .allMatch(service -> service.servers().stream()
                                .anyMatch(server -> server.state() == State.UP || server.state() == State.HALF_OPEN));
                return allServed ? Status.HEALTHY : Status.DEGRADED;
            }
        };
    }
}
