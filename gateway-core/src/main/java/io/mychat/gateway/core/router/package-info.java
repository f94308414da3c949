/**
 * Which handler or back-end service answers a command, and under which limits.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.router.RouterManager}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.reading}, {@code connection}, {@code protocol}, gateway-spi; used
 * by {@code core}, {@code handler}, {@code login}, {@code processor}.
 */
@NullMarked
package io.mychat.gateway.core.router;

import org.jspecify.annotations.NullMarked;
