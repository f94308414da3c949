package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.ModuleProvider;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A host's own WebSocket endpoints on the gateway's WebSocket port, so that they need no second server.
 *
 * <pre>{@code
 * TyrusEndpoints endpoints = TyrusEndpoints.builder().endpoint(PriceTicker.class).build();
 * GatewayServer gateway = GatewayServer.builder().module(endpoints.module()).build();
 * }</pre>
 *
 * <p>The endpoints' methods run on threads of their own and may block. The gateway's path stays the gateway's, also when
 * the template of an endpoint covers it. One object serves one running gateway. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TyrusEndpoints {

    private final TyrusHost host;

    private TyrusEndpoints(Builder builder) {
        this.host = new TyrusHost(List.copyOf(builder.endpoints));
    }

    /** No endpoint yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The module for {@code GatewayBuilder.module}, in the place of the transport's own one. Its bounds are in section
     * {@code host_endpoints} of the configuration.
     */
    public ModuleProvider module() {
        return new TyrusModuleProvider(host);
    }

    /** The open connections of all endpoints. */
    public int connections() {
        return host.connections();
    }

    /** Connections that were ended because the client read too slowly, since the object was made. */
    public long slowConsumers() {
        return host.slowConsumers();
    }

    /**
     * Collects endpoints.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final List<Object> endpoints = new ArrayList<>();

        private Builder() {}

        /** A class with {@code @ServerEndpoint}. */
        public Builder endpoint(Class<?> annotated) {
            endpoints.add(Objects.requireNonNull(annotated, "annotated"));
            return this;
        }

        /** A programmatic endpoint. */
        public Builder endpoint(ServerEndpointConfig config) {
            endpoints.add(Objects.requireNonNull(config, "config"));
            return this;
        }

        /**
         * The endpoints as they will be deployed.
         *
         * @throws IllegalStateException without an endpoint
         */
        public TyrusEndpoints build() {
            if (endpoints.isEmpty()) {
                throw new IllegalStateException("add at least one endpoint");
            }
            return new TyrusEndpoints(this);
        }
    }
}
