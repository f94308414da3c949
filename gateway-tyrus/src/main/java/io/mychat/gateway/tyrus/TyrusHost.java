package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.transport.undertow.HostHandshake;
import io.mychat.gateway.transport.undertow.HostWebSockets;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The endpoints on one gateway's port. Thread-safe. */
final class TyrusHost implements HostWebSockets, MetricSource {

    private static final long RETRY_SECONDS = 5;

    private final List<Object> endpoints;
    private final EndpointCounts counts = new EndpointCounts();
    private volatile @Nullable EndpointBounds configured;
    private volatile @Nullable Running running;

    private record Running(HostResources resources, HostContainer container, TyrusLog log) {}

    TyrusHost(List<Object> endpoints) {
        this.endpoints = endpoints;
    }

    /** The bounds of the next start. */
    void use(EndpointBounds bounds) {
        configured = bounds;
    }

    @Override
    public void start(WebSocketSettings gateway, TimeSource time) {
        if (running != null) {
            throw new IllegalStateException("another running gateway uses these TyrusEndpoints: give each its own");
        }
        EndpointBounds bounds = Objects.requireNonNull(configured, "the module has been created");
        HostResources resources = new HostResources(gateway, bounds, time, counts);
        HostContainer container = new HostContainer(bounds, resources.messageBytes(), resources.pool());
        try {
            for (Object endpoint : endpoints) {
                if (gateway.path().equals(path(endpoint))) {
                    throw new IllegalStateException(
                            "the path " + gateway.path() + " is the gateway's: give the endpoint another one");
                }
                container.deploy(endpoint);
            }
        } catch (DeploymentException e) {
            end(resources, container);
            throw new IllegalStateException("an endpoint cannot be deployed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            end(resources, container);
            throw e;
        }
        running = new Running(resources, container, TyrusLog.limit(time));
    }

    private static @Nullable String path(Object endpoint) {
        if (endpoint instanceof ServerEndpointConfig config) {
            return config.getPath();
        }
        ServerEndpoint annotation = ((Class<?>) endpoint).getAnnotation(ServerEndpoint.class);
        return annotation == null ? null : annotation.value();
    }

    @Override
    public void onHandshake(HostHandshake handshake) {
        Running now = running;
        if (now == null) {
            counts.refused(Refusal.DRAINING);
            handshake.refuse(503, "Service Unavailable", "draining", "This gateway is about to stop.");
            return;
        }
        HostResources resources = now.resources();
        if (!resources.enter()) {
            counts.refused(Refusal.AT_CAPACITY);
            handshake.exchange().getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_SECONDS);
            handshake.refuse(503, "Service Unavailable", "at_capacity", "All connections of endpoints are taken.");
            return;
        }
        handshake.whenReleased(resources::leave);
        HttpHandler decision = new EndpointHandshake(resources, now.container().getWebSocketEngine(), handshake);
        handshake.exchange().dispatch(resources.pool(), decision);
    }

    int connections() {
        Running now = running;
        return now == null ? 0 : now.resources().connections();
    }

    long slowConsumers() {
        return counts.endings(Ending.SLOW_CONSUMER);
    }

    @Override
    public List<Metric> metrics() {
        Running now = running;
        EndpointBounds bounds = configured;
        return EndpointMetrics.of(counts, bounds, now == null ? null : now.resources());
    }

    @Override
    public void close() {
        Running now = running;
        running = null;
        if (now != null) {
            end(now.resources(), now.container());
            now.log().close();
        }
    }

    private static void end(HostResources resources, HostContainer container) {
        resources.close();
        container.end();
    }
}
