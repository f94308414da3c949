/**
 * Events, health and metrics, for audit, alerts and the host application.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.event.GatewayListener},
 * {@link io.mychat.gateway.spi.event.HealthIndicator} and {@link io.mychat.gateway.spi.event.MetricSource}.
 *
 * <p>Neighbours: uses {@code auth}, {@code ban}, {@code session}, {@code time}; used by {@code spi}, gateway-alerts,
 * gateway-auth, gateway-backends, gateway-core, gateway-redis, standalone, gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.spi.event;

import org.jspecify.annotations.NullMarked;
