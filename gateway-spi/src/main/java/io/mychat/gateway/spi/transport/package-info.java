/**
 * Sockets and HTTP requests as the core sees them.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.transport.WebSocketTransport} and
 * {@link io.mychat.gateway.spi.transport.HttpTransport}.
 *
 * <p>Neighbours: uses none; used by {@code codec}, {@code page}, gateway-bench, gateway-codec-cbor, gateway-console,
 * gateway-core, gateway-spring-boot-starter, gateway-spring-boot-test, standalone, gateway-testkit,
 * gateway-transport-common, gateway-transport-jakarta, gateway-transport-nio, gateway-transport-undertow,
 * gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi.transport;

import org.jspecify.annotations.NullMarked;
