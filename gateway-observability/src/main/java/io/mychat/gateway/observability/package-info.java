/**
 * Metrics of a gateway for the host's Micrometer registry, and its spans for the host's OpenTelemetry. Nothing happens
 * without a registry or an SDK of the host.
 *
 * <p>Entry point: {@link io.mychat.gateway.observability.ObservabilityModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}.
 *
 * <p>A host that embeds a gateway makes an {@link io.mychat.gateway.observability.OpenTelemetryTracer} and
 * {@link io.mychat.gateway.observability.GatewayMeters} itself.
 *
 * <p>Neighbours: uses gateway-spi; used by gateway-bench, gateway-spring-boot-starter.
 */
@NullMarked
package io.mychat.gateway.observability;

import org.jspecify.annotations.NullMarked;
