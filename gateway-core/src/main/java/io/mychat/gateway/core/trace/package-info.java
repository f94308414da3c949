/**
 * Answers where a message is and what a user sees: what all nodes have recorded, and what the stores know.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.trace.TraceService}.
 *
 * <p>Neighbours: uses {@code cluster}, {@code config}, {@code tracelog}, gateway-spi; used by {@code core},
 * {@code host}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.trace;

import org.jspecify.annotations.NullMarked;
