/**
 * The watchdog: finds what makes no progress and restarts it where that is possible (specification 11.3).
 *
 * <p>Entry points: {@link io.mychat.gateway.core.watch.Watchdog}, and
 * {@link io.mychat.gateway.core.watch.LivenessCheck}, which says what it looks at.
 *
 * <p>Neighbours: uses {@code threads}, gateway-spi; used by {@code core}, {@code reload}.
 */
@NullMarked
package io.mychat.gateway.core.watch;

import org.jspecify.annotations.NullMarked;
