/**
 * The gateway in Spring Boot's actuator: health, info, sessions, and metrics.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.actuator.ActuatorAutoConfiguration}, which Spring Boot finds.
 *
 * <p>Neighbours: uses {@code spring}, gateway-core, gateway-observability, gateway-spi, gateway-transport-jakarta; used
 * by none.
 */
@NullMarked
package io.mychat.gateway.spring.actuator;

import org.jspecify.annotations.NullMarked;
