/**
 * WebSocket connections on the sessions of a Jakarta container: the handshake in a servlet or an endpoint's
 * configurator, then messages in pieces.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.jakarta.websocket.HandshakeServlet} and
 * {@link io.mychat.gateway.transport.jakarta.websocket.GatewayEndpoint}, which open connections, and
 * {@link io.mychat.gateway.transport.jakarta.websocket.Connections}, which holds them.
 *
 * <p>Neighbours: uses {@code http}, gateway-spi; used by {@code jakarta}.
 */
@NullMarked
package io.mychat.gateway.transport.jakarta.websocket;

import org.jspecify.annotations.NullMarked;
