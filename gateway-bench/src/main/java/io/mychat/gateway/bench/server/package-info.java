/**
 * The servers that are compared, each a program of its own: the gateway, and servers that only echo.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.server.GatewayTarget}.
 *
 * <p>Neighbours: uses gateway-core, gateway-spi, gateway-testkit; used by {@code bench}, {@code driver}, {@code peer},
 * {@code sessions}.
 */
@NullMarked
package io.mychat.gateway.bench.server;

import org.jspecify.annotations.NullMarked;
