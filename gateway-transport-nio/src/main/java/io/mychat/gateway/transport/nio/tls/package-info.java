/**
 * TLS by the engine of the JDK, with buffers only while they are in use.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.nio.tls.TlsPort}.
 *
 * <p>Neighbours: uses {@code loop}, gateway-spi, gateway-transport-common; used by {@code nio}, {@code http},
 * {@code port}.
 */
@NullMarked
package io.mychat.gateway.transport.nio.tls;

import org.jspecify.annotations.NullMarked;
