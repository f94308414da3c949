/**
 * A module's view of its configuration.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.config.ConfigSection}.
 *
 * <p>Neighbours: uses {@code time}; used by {@code spi}, gateway-acme, gateway-alerts, gateway-auth, gateway-backends,
 * gateway-codec-cbor, gateway-console, gateway-core, gateway-logging, gateway-observability, gateway-oidc,
 * gateway-redis, standalone, gateway-testkit, gateway-transport-common, gateway-transport-jakarta,
 * gateway-transport-nio, gateway-transport-undertow, gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi.config;

import org.jspecify.annotations.NullMarked;
