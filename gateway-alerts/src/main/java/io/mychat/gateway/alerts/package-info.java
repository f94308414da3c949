/**
 * Alerts (specification 9.4): rules over the metrics of the gateway, and channels that tell people.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.AlertsModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Neighbours: uses {@code channel}, {@code delivery}, {@code engine}, {@code rule}, {@code text}, gateway-spi; used
 * by standalone.
 */
@NullMarked
package io.mychat.gateway.alerts;

import org.jspecify.annotations.NullMarked;
