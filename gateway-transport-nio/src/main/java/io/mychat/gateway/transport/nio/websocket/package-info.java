/**
 * Handshakes of WebSockets, and the connections that follow.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.nio.websocket.HandshakeHandler}.
 *
 * <p>Neighbours: uses {@code http}, gateway-spi, gateway-transport-common; used by {@code nio}.
 */
@NullMarked
package io.mychat.gateway.transport.nio.websocket;

import org.jspecify.annotations.NullMarked;
