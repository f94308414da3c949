/**
 * Compression of messages (permessage-deflate, RFC 7692): what a handshake agrees on, and the compressing half.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.deflate.Agreement} for the handshake and {@link
 * io.mychat.gateway.transport.common.deflate.DeflaterPool} for messages. Package {@code frame} inflates.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code common}, {@code websocket}, gateway-transport-nio,
 * gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common.deflate;

import org.jspecify.annotations.NullMarked;
