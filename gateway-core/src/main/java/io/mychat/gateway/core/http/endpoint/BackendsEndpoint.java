package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.spi.backend.ServiceStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code GET /api/system/backends}: the back-end services as this node sees them. */
public final class BackendsEndpoint implements EndpointGroup {

    private final Supplier<Map<String, ServiceStatus>> services;
    private final String node;
    private final Json json;

    /**
     * @param services the status of each service, by name
     * @param node the name of this node
     */
    public BackendsEndpoint(Supplier<Map<String, ServiceStatus>> services, String node, Json json) {
        this.services = services;
        this.node = node;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/backends", Access.ADMIN, "Backends", this::list)
                .polled());
    }

    private ApiEndpoint.Result list(ApiRequest request) {
        ObjectNode body = json.object().put("node", node);
        ArrayNode array = body.putArray("services");
        new TreeMap<>(services.get())
                .forEach((name, status) -> describe(array.addObject().put("name", name), status));
        return ApiEndpoint.Result.ok(body);
    }

    private static void describe(ObjectNode body, ServiceStatus status) {
        ArrayNode servers = body.put("running", status.running())
                .put("calls", status.calls())
                .put("retries", status.retries())
                .put("rejected", status.rejected())
                .putArray("servers");
        status.servers()
                .forEach(server -> servers.addObject()
                        .put("url", server.url().toString())
                        .put("state", server.state().name().toLowerCase(Locale.ROOT))
                        .put("running", server.running())
                        .put("attempts", server.attempts())
                        .put("failures", server.failures()));
    }
}
