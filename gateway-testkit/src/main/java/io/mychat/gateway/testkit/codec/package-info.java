/**
 * The contract suite of {@link io.mychat.gateway.spi.codec.MessageCodec}.
 *
 * <p>Entry point: {@link io.mychat.gateway.testkit.codec.MessageCodecContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.codec;

import org.jspecify.annotations.NullMarked;
