/**
 * TLS by BoringSSL, through Netty's engine. The only place that sees Netty, which is optional at run time.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.common.tls.boringssl.BoringSsl}, which loads the library and makes
 * contexts. {@link io.mychat.gateway.transport.common.tls.boringssl.OffHeapEngine} needs no library.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code tls}, gateway-transport-nio, gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common.tls.boringssl;

import org.jspecify.annotations.NullMarked;
