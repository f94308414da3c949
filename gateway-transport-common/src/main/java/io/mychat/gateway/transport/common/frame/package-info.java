/**
 * RFC 6455 framing without sockets: bytes in and events out, and the reverse.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.frame.FrameDecoder} and
 * {@link io.mychat.gateway.transport.common.frame.FrameQueue}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.common.frame;

import org.jspecify.annotations.NullMarked;
