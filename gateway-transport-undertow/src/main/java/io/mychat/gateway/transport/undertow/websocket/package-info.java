/**
 * WebSocket connections on XNIO sockets: the handshake on Undertow, then frames on the raw connection.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.undertow.websocket.HandshakeHandler}, which opens connections,
 * and {@link io.mychat.gateway.transport.common.websocket.Connections}, which holds them.
 *
 * <p>Neighbours: uses {@code accept}, {@code http}, gateway-spi, gateway-transport-common; used by {@code undertow}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.websocket;

import org.jspecify.annotations.NullMarked;
