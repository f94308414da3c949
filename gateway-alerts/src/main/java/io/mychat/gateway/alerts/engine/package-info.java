/**
 * Looks at the metrics, and decides who is told what by which node.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.engine.AlertEngine}.
 *
 * <p>Neighbours: uses {@code rule}, {@code text}, gateway-spi; used by {@code alerts}.
 */
@NullMarked
package io.mychat.gateway.alerts.engine;

import org.jspecify.annotations.NullMarked;
