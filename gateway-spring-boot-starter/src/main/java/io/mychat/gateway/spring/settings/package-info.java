/**
 * The properties of a Spring application as settings of the gateway, by the schema of the gateway's configuration.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.settings.GatewaySettings}.
 *
 * <p>Neighbours: uses gateway-core, gateway-spi; used by {@code spring}.
 */
@NullMarked
package io.mychat.gateway.spring.settings;

import org.jspecify.annotations.NullMarked;
