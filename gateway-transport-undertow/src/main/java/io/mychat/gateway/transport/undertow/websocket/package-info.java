/**
 * WebSocket connections on XNIO sockets: the handshake on Undertow, then frames on the raw connection. Entry points:
 * {@link io.mychat.gateway.transport.undertow.websocket.HandshakeHandler}, which makes connections, and
 * {@link io.mychat.gateway.transport.undertow.websocket.Connections}, which holds them. The neighbour {@code frame} knows
 * the bytes.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.websocket;

import org.jspecify.annotations.NullMarked;
