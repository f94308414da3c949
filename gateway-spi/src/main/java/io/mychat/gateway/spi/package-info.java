/**
 * The contracts that plug-ins and adapters implement.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.GatewayPlugin}, which adds commands, and
 * {@link io.mychat.gateway.spi.ModuleProvider}, which offers stores, transports and token services.
 *
 * <p>Neighbours: uses {@code alert}, {@code auth}, {@code ban}, {@code chat}, {@code config}, {@code event},
 * {@code hook}, {@code message}, {@code session}, {@code time}; used by gateway-acme, gateway-alerts, gateway-auth,
 * gateway-backends, gateway-bench, gateway-codec-cbor, gateway-console, gateway-core, embedded, integrations, plugin,
 * gateway-logging, gateway-observability, gateway-oidc, gateway-redis, gateway-spring-boot-starter,
 * gateway-spring-boot-test, standalone, gateway-test, gateway-testkit, gateway-transport-common,
 * gateway-transport-jakarta, gateway-transport-nio, gateway-transport-undertow, gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi;

import org.jspecify.annotations.NullMarked;
