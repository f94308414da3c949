/**
 * Ports, and the way of an accepted connection to HTTP.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.nio.port.Port}.
 *
 * <p>Neighbours: uses {@code http}, {@code loop}, {@code tls}, gateway-spi, gateway-transport-common; used by
 * {@code nio}.
 */
@NullMarked
package io.mychat.gateway.transport.nio.port;

import org.jspecify.annotations.NullMarked;
