/**
 * Tests of applications that have a gateway by the Spring Boot starter: slices in memory, and clients of a whole
 * application.
 *
 * <p>Entry point: {@link io.mychat.gateway.spring.test.GatewayBootTest}.
 *
 * <p>Neighbours: uses gateway-core, gateway-spi, gateway-spring-boot-starter, gateway-test, gateway-testkit; used by
 * none.
 */
@NullMarked
package io.mychat.gateway.spring.test;

import org.jspecify.annotations.NullMarked;
