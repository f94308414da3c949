/**
 * Brings alerts to channels: groups, bounds, rates, retries.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.delivery.ChannelSender}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code alerts}.
 */
@NullMarked
package io.mychat.gateway.alerts.delivery;

import org.jspecify.annotations.NullMarked;
