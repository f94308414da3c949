/**
 * The conversion between the bytes of a connection and messages, one codec for each subprotocol of WebSocket.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.codec.MessageCodec}.
 *
 * <p>Neighbours: uses {@code message}, {@code transport}; used by gateway-bench, gateway-codec-cbor, gateway-core,
 * gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.codec;

import org.jspecify.annotations.NullMarked;
