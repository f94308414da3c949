/**
 * RFC 6455 framing without sockets: bytes in and events out, and the reverse.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.undertow.frame.FrameDecoder} and
 * {@link io.mychat.gateway.transport.undertow.frame.FrameQueue}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.frame;

import org.jspecify.annotations.NullMarked;
