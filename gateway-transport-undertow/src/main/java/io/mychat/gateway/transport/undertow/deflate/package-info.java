/**
 * Compression of messages (permessage-deflate, RFC 7692): what a handshake agrees on, and the compressing half.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.undertow.deflate.Agreement} for the handshake and {@link
 * io.mychat.gateway.transport.undertow.deflate.DeflaterPool} for messages. Package {@code frame} inflates.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code undertow}, {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.deflate;

import org.jspecify.annotations.NullMarked;
