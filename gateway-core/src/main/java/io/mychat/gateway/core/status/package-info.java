/**
 * What a gateway says about itself, as values for the host application.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.status.HealthReport} and {@link
 * io.mychat.gateway.core.status.GatewayStats}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code core}, {@code http.endpoint}, {@code observe},
 * gateway-spring-boot-starter.
 */
@NullMarked
package io.mychat.gateway.core.status;

import org.jspecify.annotations.NullMarked;
