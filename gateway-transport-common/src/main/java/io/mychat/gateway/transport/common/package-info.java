/**
 * What the transports on sockets share: the settings of the ports, and the names of their metrics. Not for users of the
 * library: it changes without notice.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.TcpSettings},
 * {@link io.mychat.gateway.transport.common.TransportMetrics}.
 *
 * <p>Neighbours: uses {@code deflate}, {@code request}, {@code tls}, {@code websocket}, gateway-spi; used by
 * gateway-transport-nio, gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common;

import org.jspecify.annotations.NullMarked;
