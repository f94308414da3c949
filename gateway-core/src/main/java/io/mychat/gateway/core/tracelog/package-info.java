/**
 * Records what happens to a user, a message or a chat while an administrator looks for it. Off, it costs one volatile
 * read. These traces are not the spans of {@link io.mychat.gateway.spi.event.Tracer}.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.tracelog.TraceRecorder}.
 *
 * <p>Neighbours: uses {@code config}, {@code event}, gateway-spi; used by {@code core}, {@code cluster},
 * {@code connection}, {@code inbox}, {@code observe.adapter}, {@code processor}, {@code trace}.
 */
@NullMarked
package io.mychat.gateway.core.tracelog;

import org.jspecify.annotations.NullMarked;
