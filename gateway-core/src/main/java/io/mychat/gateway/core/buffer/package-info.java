/**
 * The one budget of all bytes that are buffered for clients (protocol.md section 1.5), and which client loses its
 * buffers when the budget is used up.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.buffer.BufferedBytes}.
 *
 * <p>Neighbours: uses {@code collection}, {@code config}, {@code threads}, gateway-spi; used by {@code core},
 * {@code connection}.
 */
@NullMarked
package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.NullMarked;
