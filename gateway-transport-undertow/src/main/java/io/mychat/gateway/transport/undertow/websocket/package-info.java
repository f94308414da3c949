/**
 * WebSocket connections on XNIO sockets: the handshake on Undertow, then frames on the raw connection.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.undertow.websocket.HandshakeHandler}, which opens connections,
 * and {@link io.mychat.gateway.transport.undertow.websocket.Connections}, which holds them.
 *
 * <p>Neighbours: uses {@code accept}, {@code deflate}, {@code frame}, {@code http}, gateway-spi; used by
 * {@code undertow}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.websocket;

import org.jspecify.annotations.NullMarked;
