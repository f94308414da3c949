/**
 * A gateway in a Spring Boot application: one dependency and one bean that handles messages.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.GatewayAutoConfiguration}, which Spring Boot finds.
 *
 * <p>Neighbours: uses {@code settings}, gateway-core, gateway-spi, gateway-transport-jakarta; used by {@code actuator},
 * {@code security}, {@code web}, gateway-spring-boot-test.
 */
@NullMarked
package io.mychat.gateway.spring;

import org.jspecify.annotations.NullMarked;
