/**
 * The contract suite of {@link io.mychat.gateway.spi.event.Tracer}, and a tracer that remembers its spans.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.event.TracerContract} and
 * {@link io.mychat.gateway.testkit.event.RecordingTracer}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.event;

import org.jspecify.annotations.NullMarked;
