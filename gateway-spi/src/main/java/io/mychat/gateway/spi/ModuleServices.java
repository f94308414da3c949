package io.mychat.gateway.spi;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Takes the adapters that a module has created. An adapter that the host application gave to the builder takes
 * precedence over an offer.
 *
 * @since 0.1.0
 */
public interface ModuleServices {

    /** This gateway's name in its cluster: {@code server.node_id}, or a name made at start. */
    String nodeId();

    /**
     * The longest lifetime of the access tokens that the gateway issues: {@link
     * io.mychat.gateway.spi.auth.TokenService#lifetime()} of the service in use, which may grow. Thread-safe.
     *
     * @throws IllegalStateException before all modules have offered their adapters
     */
    Duration tokenLifetime();

    /** The deepest nesting of a client's message, the message itself included: {@code server.max_json_depth}. */
    default int maxMessageDepth() {
        return 64;
    }

    /**
     * The TLS of the host application for the gateway's ports, with its certificate. A module that asks for it secures all
     * its ports with it, in place of its own settings, or fails; a gateway whose modules do not ask for it does not start.
     * Empty: there is none.
     */
    default Optional<SSLContext> sslContext() {
        return Optional.empty();
    }

    /**
     * Offers an adapter. A gateway uses exactly one adapter for each port, except for
     * {@link io.mychat.gateway.spi.event.HealthIndicator}, {@link io.mychat.gateway.spi.event.MetricSource}, {@link
     * io.mychat.gateway.spi.alert.AlertChannel}, {@link io.mychat.gateway.spi.auth.TokenVerifier}, {@link
     * io.mychat.gateway.spi.codec.MessageCodec} and {@link io.mychat.gateway.spi.page.OperatorPages}: all of these are
     * used.
     *
     * @param port an interface of gateway-spi
     * @throws IllegalStateException when the port already has an offer, or the path already has pages
     * @throws IllegalArgumentException when {@code port} is not an interface of gateway-spi
     */
    <T> void offer(Class<T> port, T adapter);
}
