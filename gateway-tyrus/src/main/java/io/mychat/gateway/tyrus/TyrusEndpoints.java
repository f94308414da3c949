package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.transport.undertow.UndertowModuleProvider;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
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
        this.host = new TyrusHost(List.copyOf(builder.endpoints), builder.bounds);
    }

    /** No endpoint yet, and the default bounds. */
    public static Builder builder() {
        return new Builder();
    }

    /** The module for {@code GatewayBuilder.module}, in the place of the transport's own one. */
    public ModuleProvider module() {
        return UndertowModuleProvider.with(host);
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
     * Collects endpoints and bounds.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final List<Object> endpoints = new ArrayList<>();
        private EndpointBounds bounds = EndpointBounds.DEFAULT;

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
         * The largest payload of a client's message, over all its frames, also when the endpoint gets it in parts; beyond
         * it the connection closes with 1009. Default: {@code server.max_message_bytes} of the gateway.
         *
         * @param bytes at least 1
         */
        public Builder maxMessageBytes(int bytes) {
            bounds = bounds.withMessageBytes(bytes);
            return this;
        }

        /**
         * How long a session may be silent in both directions before it closes; an endpoint can change it for its
         * session. Default: 5 minutes.
         *
         * @param timeout at least 1 ms
         */
        public Builder idleTimeout(Duration timeout) {
            bounds = bounds.withIdleTimeout(timeout);
            return this;
        }

        /**
         * How long the client's socket may take for one frame before the connection ends. Default: 20 seconds.
         *
         * @param timeout at least 1 ms
         */
        public Builder sendTimeout(Duration timeout) {
            bounds = bounds.withSendTimeout(timeout);
            return this;
        }

        /**
         * The threads that run the methods of endpoints. Default: 32.
         *
         * @param number 1 to 10,000
         */
        public Builder threads(int number) {
            bounds = bounds.withThreads(number);
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
