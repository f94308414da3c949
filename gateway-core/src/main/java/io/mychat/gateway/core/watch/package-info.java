/**
 * The watchdog: finds components without progress and restarts them where that is possible (specification 11.3).
 *
 * <p>Entry points: {@link io.mychat.gateway.core.watch.Watchdog}, and
 * {@link io.mychat.gateway.core.watch.LivenessCheck} for a single check.
 *
 * <p>Neighbours: uses {@code threads}, gateway-spi; used by {@code core}, {@code audit}, {@code reload}.
 */
@NullMarked
package io.mychat.gateway.core.watch;

import org.jspecify.annotations.NullMarked;
