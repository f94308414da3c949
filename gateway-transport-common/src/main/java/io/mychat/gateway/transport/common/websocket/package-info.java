/**
 * WebSocket connections on any byte stream: frames, back-pressure, the close handshake, and the loop that attends to them.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.websocket.AcceptedHandshake}, which opens a connection on a
 * {@link io.mychat.gateway.transport.common.websocket.ByteStream}, and
 * {@link io.mychat.gateway.transport.common.websocket.Connections}, which holds them.
 *
 * <p>Neighbours: uses {@code deflate}, {@code frame}, gateway-spi; used by {@code common}, gateway-transport-nio,
 * gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common.websocket;

import org.jspecify.annotations.NullMarked;
