/**
 * TLS of the ports by Undertow's layer.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.undertow.tls.TlsLayer}.
 *
 * <p>Neighbours: uses gateway-spi, gateway-transport-common; used by {@code undertow}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.tls;

import org.jspecify.annotations.NullMarked;
