/**
 * TLS of the ports: the certificate with its key, its checks, its replacement while the gateway runs, and its expiry.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.tls.TlsReader}, which reads the settings, and
 * {@link io.mychat.gateway.transport.common.tls.ServerTls}, which has what new connections get.
 *
 * <p>Neighbours: uses {@code tls.boringssl}, gateway-spi; used by {@code common}, gateway-transport-nio,
 * gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common.tls;

import org.jspecify.annotations.NullMarked;
