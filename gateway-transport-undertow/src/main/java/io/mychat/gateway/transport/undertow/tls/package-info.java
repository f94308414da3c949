/**
 * TLS of the ports: the certificate with its key, its checks, its replacement while the gateway runs, and its expiry.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.undertow.tls.TlsReader}, which reads the settings, and
 * {@link io.mychat.gateway.transport.undertow.tls.ServerTls}, which secures connections.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code undertow}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.tls;

import org.jspecify.annotations.NullMarked;
