package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.transport.undertow.HostHandshake;
import io.mychat.gateway.transport.undertow.HostWebSockets;
import io.undertow.server.HttpHandler;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The endpoints on one gateway's port. Thread-safe. */
final class TyrusHost implements HostWebSockets {

    private final List<Object> endpoints;
    private final EndpointBounds bounds;
    private final LongAdder slow = new LongAdder();
    private volatile @Nullable Running running;

    private record Running(HostResources resources, HostContainer container) {}

    TyrusHost(List<Object> endpoints, EndpointBounds bounds) {
        this.endpoints = endpoints;
        this.bounds = bounds;
    }

    @Override
    public void start(WebSocketSettings gateway, TimeSource time) {
        if (running != null) {
            throw new IllegalStateException("another running gateway uses these TyrusEndpoints: give each its own");
        }
        HostResources resources = new HostResources(gateway, bounds, time, slow);
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
        running = new Running(resources, container);
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
            handshake.refuse(503, "Service Unavailable", "draining", "This gateway is about to stop.");
            return;
        }
        HttpHandler decision =
                new EndpointHandshake(now.resources(), now.container().getWebSocketEngine(), handshake);
        handshake.exchange().dispatch(now.resources().pool(), decision);
    }

    int connections() {
        Running now = running;
        return now == null ? 0 : now.resources().connections();
    }

    long slowConsumers() {
        return slow.sum();
    }

    @Override
    public void close() {
        Running now = running;
        running = null;
        if (now != null) {
            end(now.resources(), now.container());
        }
    }

    private static void end(HostResources resources, HostContainer container) {
        resources.close();
        container.end();
    }
}
