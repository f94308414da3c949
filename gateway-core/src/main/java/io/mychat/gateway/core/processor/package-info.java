/**
 * The way of one message: decode, gate, route, handle, reply.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.processor.MessageProcessor}.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, {@code connection}, {@code observe}, {@code protocol},
 * {@code router}, {@code security.rate}, {@code threads}, {@code tracelog}, gateway-spi; used by {@code core},
 * {@code handshake}.
 */
@NullMarked
package io.mychat.gateway.core.processor;

import org.jspecify.annotations.NullMarked;
