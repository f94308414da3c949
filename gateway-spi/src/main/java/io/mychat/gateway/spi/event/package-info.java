/**
 * Events, health, metrics and traces, for audit, alerts and the host application.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.event.GatewayListener},
 * {@link io.mychat.gateway.spi.event.HealthIndicator}, {@link io.mychat.gateway.spi.event.MetricSource} and
 * {@link io.mychat.gateway.spi.event.Tracer}.
 *
 * <p>Neighbours: uses {@code auth}, {@code ban}, {@code chat}, {@code session}, {@code time}; used by {@code spi},
 * {@code backend}, gateway-acme, gateway-alerts, gateway-auth, gateway-backends, gateway-bench, gateway-core,
 * integrations, plugin, gateway-logging, gateway-observability, gateway-oidc, gateway-redis,
 * gateway-spring-boot-starter, gateway-spring-boot-test, standalone, gateway-test, gateway-testkit,
 * gateway-transport-common, gateway-transport-jakarta, gateway-transport-nio, gateway-transport-undertow,
 * gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi.event;

import org.jspecify.annotations.NullMarked;
