package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.CallerAuthenticator;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /api/system/health} and the probes of orchestrators. */
public final class HealthEndpoints implements EndpointGroup {

    private final Health health;
    private final CallerAuthenticator callerAuthenticator;
    private final Json json;
    private final TimeSource time;

    public HealthEndpoints(Health health, CallerAuthenticator callerAuthenticator, Json json, TimeSource time) {
        this.health = health;
        this.callerAuthenticator = callerAuthenticator;
        this.json = json;
        this.time = time;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/system/health", Access.ANYONE, "Health", this::health),
                Endpoint.get("/system/health/live", Access.ANYONE, "Probe", this::live),
                Endpoint.get("/system/health/ready", Access.ANYONE, "Probe", this::ready));
    }

    private ApiEndpoint.Result health(ApiRequest request) {
        Map<String, Status> parts = health.components();
        Status worst = Health.status(parts);
        ObjectNode body = json.object().put("status", name(worst)).put("timestamp", MessageEncoder.rfc3339(time.now()));
        ObjectNode components = body.putObject("components");
        parts.forEach((part, status) -> components.put(part, name(status)));
        Map<String, List<String>> warnings = health.warnings();
        if (!warnings.isEmpty() && callerAuthenticator.maySeeMetricsAtOnce(request.http())) {
            ObjectNode shown = body.putObject("warnings");
            warnings.forEach((part, texts) -> texts.forEach(shown.withArray(part)::add));
        }
        body.put("phase", health.phase().name().toLowerCase(Locale.ROOT));
        body.put("uptime_seconds", health.uptime().toSeconds());
        return new ApiEndpoint.Result(worst == Status.UNHEALTHY ? 503 : 200, body);
    }

    private static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private ApiEndpoint.Result live(ApiRequest request) {
        return ApiEndpoint.Result.ok(json.object().put("status", "live"));
    }

    private ApiEndpoint.Result ready(ApiRequest request) {
        boolean ready = health.isReady();
        String status = ready ? "ready" : health.phase().name().toLowerCase(Locale.ROOT);
        return new ApiEndpoint.Result(
                ready ? 200 : 503, json.object().put("status", status.equals("running") ? "unhealthy" : status));
    }
}
