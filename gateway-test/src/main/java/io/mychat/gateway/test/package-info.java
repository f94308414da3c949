/**
 * Running gateways for tests of handlers, plug-ins and host applications: in memory or on ports, alone or as a cluster,
 * for JUnit ({@code @GatewayTest}), by hand ({@code LiveGateway}, {@code LiveCluster}), or in a process of their own
 * ({@code GatewayProcess}). Clients and the clock come from gateway-testkit.
 *
 * <p>Entry points: {@link io.mychat.gateway.test.GatewayTest} and {@link io.mychat.gateway.test.LiveGateway}.
 *
 * <p>Neighbours: uses gateway-core, gateway-spi, gateway-testkit; used by gateway-spring-boot-test.
 */
@NullMarked
package io.mychat.gateway.test;

import org.jspecify.annotations.NullMarked;
