/**
 * RFC 6455 framing without any socket: bytes in, events out, and the other way round. Entry points:
 * {@link io.mychat.gateway.transport.undertow.frame.FrameDecoder} and
 * {@link io.mychat.gateway.transport.undertow.frame.FrameQueue}. The neighbour {@code websocket} connects them to sockets.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.frame;

import org.jspecify.annotations.NullMarked;
