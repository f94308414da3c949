/**
 * Alerts and the channels that carry them to people.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.alert.AlertChannel}, which a host application or a plug-in implements to
 * add a channel. gateway-alerts decides what is sent.
 *
 * <p>Neighbours: uses none; used by {@code spi}, gateway-alerts, gateway-core, gateway-spring-boot-starter, standalone,
 * gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.alert;

import org.jspecify.annotations.NullMarked;
