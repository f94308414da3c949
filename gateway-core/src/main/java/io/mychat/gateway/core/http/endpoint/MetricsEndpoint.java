package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.observe.MetricRegistry;
import io.mychat.gateway.core.observe.PrometheusWriter;
import io.mychat.gateway.core.status.GatewayStats;
import java.util.List;
import java.util.function.Supplier;

/** {@code /api/system/metrics}: the JSON of specification 9.1, or all metrics in the format of Prometheus. */
public final class MetricsEndpoint implements EndpointGroup {

    private final Supplier<GatewayStats> overview;
    private final MetricRegistry metrics;
    private final Json json;

    public MetricsEndpoint(Supplier<GatewayStats> overview, MetricRegistry metrics, Json json) {
        this.overview = overview;
        this.metrics = metrics;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/metrics", Access.METRICS, "Metrics", this::metrics)
                .polled());
    }

    private ApiEndpoint.Result metrics(ApiRequest request) {
        return switch (MetricsFormat.of(request.http().headers().getOrDefault("accept", List.of()))) {
            case JSON -> ApiEndpoint.Result.ok(MetricsSummaryJson.write(json.object(), overview.get()));
            case PROMETHEUS -> text(PrometheusWriter.PROMETHEUS);
            case OPENMETRICS -> text(PrometheusWriter.OPENMETRICS);
        };
    }

    private ApiEndpoint.Result text(PrometheusWriter format) {
        return new ApiEndpoint.Result(200, format.contentType(), format.write(metrics.metrics()));
    }
}
